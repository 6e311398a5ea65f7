package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.TemporalPositions;
import dev.period.core.periodicity.SimilarityMaps;
import dev.period.core.pooling.PoolingMode;
import dev.period.core.pooling.PoolingWindow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodConfigTest {
  private static final String LLAMA =
      """
      "text_config": {"vocab_size": 32000, "hidden_size": 4096, "intermediate_size": 11008,
        "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 32,
        "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": false}\
      """;
  private static final String CLIP_L_336 =
      """
      , "vision_config": {"image_size": 336, "patch_size": 14, "hidden_size": 1024,
        "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16,
        "layer_norm_eps": 1e-5, "projection_dim": 768}\
      """;

  private static final String PROMPTED =
      """
      , "pooling_mode": "code", "pooling_window": [2, 3, 3], "pooling_order": "after_projector",
        "pooling_post_layernorm": true,
        "clip_text_config": {"hidden_size": 768, "intermediate_size": 3072,
          "num_attention_heads": 12, "projection_dim": 768}\
      """;

  static PeriodConfig llama(String more) {
    return Configs.parse("{" + LLAMA + more + "}");
  }

  static PeriodConfig llava(String more) {
    return llama(CLIP_L_336 + more);
  }

  @Test
  void aDecoderAloneIsALlama() {
    PeriodConfig config = llama("");
    assertNull(config.visionConfig());
    assertEquals(-1, config.imageTokenIndex());
    assertEquals(0, config.visionWidth());
    assertEquals(0, config.periodicityConfig().tokens());
    assertEquals(0, config.frameTokens(3, true).length);
    assertEquals(AttentionMask.CAUSAL, config.mask());
    assertEquals(TemporalPositions.VANILLA, config.positions());
  }

  @Test
  void aTowerAndADecoderAreLlava15() {
    PeriodConfig config = llava("");
    assertEquals(-2, config.visionFeatureLayer());
    assertEquals(32000, config.imageTokenIndex());
    assertEquals("mlp2x_gelu", config.projectorType());
    assertEquals(1024, config.visionWidth());
    assertTrue(config.poolingWindows().get(0).isIdentity());
    assertArrayEquals(new int[] {576, 576}, config.frameTokens(2, false));
    PeriodConfig full = llava(", \"vision_feature_select_strategy\": \"full\"");
    assertArrayEquals(new int[] {577}, full.frameTokens(1, false));
  }

  @Test
  void framesAreSampledByARuleOfThisName() {
    assertEquals(FrameRule.MIDDLES, llava("").frameRule());
    for (FrameRule rule : FrameRule.values()) {
      assertEquals(rule, llava(", \"frame_sampling\": \"" + rule.key() + "\"").frameRule());
    }
    PeriodConfig fixed = llava(", \"frame_sampling\": \"fixed_rate\", \"frames_per_second\": 2");
    assertEquals(2, fixed.framesPerSecond());
    for (String wrong : List.of("\"frame_sampling\": \"random\"", "\"frames_per_second\": 0")) {
      PeriodException e = assertThrows(PeriodException.class, () -> llava(", " + wrong));
      assertTrue(String.valueOf(e.getMessage()).startsWith("frame"), e.getMessage());
    }
  }

  @Test
  void thePeriodicityEncoderLooksAtFeaturesThatThereAre() {
    PeriodConfig config = llava(", \"periodicity_config\": {\"features\": [\"hog\"]}");
    assertEquals(List.of("hog"), config.periodicityConfig().features());
    assertEquals(
        SimilarityMaps.GLOBAL,
        llava(", \"periodicity_config\": {}").periodicityConfig().features());
    PeriodException e =
        assertThrows(
            PeriodException.class,
            () -> llava(", \"periodicity_config\": {\"features\": [\"colour\"]}"));
    assertTrue(
        String.valueOf(e.getMessage()).contains("local_diff, each once, but are colour"),
        e.getMessage());
  }

  /** 32 frames of 336 pixels are 1024 tokens, an image 64 (PPLLaVA). */
  @Test
  void pplavasWindows() {
    PeriodConfig config = llava(", \"pooling_window\": [2, 3, 3], \"visual_frames\": 32");
    assertEquals(16, config.pooledFrames());
    assertEquals(64, config.tokensPerFrame());
    assertEquals(1024, sum(config.frameTokens(32, true)));
    assertEquals(64, sum(config.frameTokens(1, true)), "a video of one frame");
    assertArrayEquals(new int[] {64, 64, 64}, config.frameTokens(3, false));
    PeriodConfig longer = llava(", \"pooling_window\": [4, 3, 3], \"visual_frames\": 64");
    assertEquals(1024, sum(longer.frameTokens(64, true)));
  }

  /** Table 7 of PPLLaVA: the mean over time beside the mean over space gives 608 tokens. */
  @Test
  void severalWindowsJoinTheirTokens() {
    PeriodConfig separate = llava(", \"pooling_window\": [1, 24, 24, 32, 1, 1]");
    assertEquals(608, sum(separate.frameTokens(32, true)));
    PeriodConfig two = llava(", \"pooling_window\": [1, 6, 6, 8, 2, 2]");
    assertEquals(32 * 16 + 4 * 144, sum(two.frameTokens(32, true)));
    assertArrayEquals(new int[] {160, 160}, two.frameTokens(2, false));
  }

  @Test
  void strideMayDifferFromTheWindow() {
    PeriodConfig config = llava(", \"pooling_window\": [2, 3, 3], \"pooling_stride\": [1, 2, 2]");
    assertEquals(List.of(new PoolingWindow(2, 3, 3, 1, 2, 2)), config.poolingWindows());
    assertArrayEquals(new int[] {121, 121, 121}, config.frameTokens(4, true));
  }

  /** Released Period-LLM: one token per frame, added to the embedding of a placeholder. */
  @Test
  void periodLlmAsReleased() {
    PeriodConfig config =
        llava(
            """
            , "vision_feature_select_strategy": "image_embeds", "vision_feature_layer": -1,
            "projector_type": "grouped", "visual_placement": "add",
            "image_token_index": 0\
            """);
    assertEquals(768, config.visionWidth());
    assertArrayEquals(new int[] {1, 1, 1}, config.frameTokens(3, true));
  }

  @Test
  void whatIsWrittenReadsBackTheSame() throws Exception {
    ObjectMapper json = new ObjectMapper();
    for (PeriodConfig config : List.of(llama(""), llava(PROMPTED), PeriodModelTest.tiny())) {
      assertEquals(config, json.readValue(json.writeValueAsString(config), PeriodConfig.class));
    }
    assertEquals(PoolingMode.MEAN, llama("").pooling());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "pooling_mode": "median"                      | pooling_mode is 'median'; it can be mean, max, paper, paper_renorm, code
          "pooling_window": [2, 3]                      | pooling_window is [2, 3]; it needs three positive numbers
          "pooling_window": [2, 3, 0]                   | pooling_window is [2, 3, 0]; it needs three positive numbers
          "pooling_window": [1, 25, 1]                  | pooling_window [1, 25, 1] does not fit into the 24 x 24 visual tokens
          "pooling_stride": [1, 1, 1, 2, 2, 2]          | pooling_stride has 6 numbers but pooling_window has 3
          "pooling_order": "during"                     | pooling_order is 'during'
          "pooling_temperature": 0                      | pooling_temperature must be positive
          "vision_feature_layer": 25                    | vision_feature_layer is 25
          "vision_feature_layer": -26                   | vision_feature_layer is -26
          "vision_feature_select_strategy": "cls"       | vision_feature_select_strategy is 'cls'; it can be default, full, image_embeds
          "vision_feature_select_strategy": "image_embeds", "vision_feature_layer": -2 | vision_feature_layer is -2
          "pooling_mode": "code"                        | pooling_mode code needs a clip_text_config
          "clip_text_config": {}                        | clip_text_config is there, but pooling_mode mean
          "pooling_mode": "code", "clip_text_config": {} | projection_dim is 512 in clip_text_config but 768
          "vision_feature_select_strategy": "full", "pooling_window": [1, 2, 2] | pooling_window must be [1, 1, 1]
          "projector_type": "linear"                    | projector_type is 'linear'; it can be mlp2x_gelu, grouped
          "projector_type": "grouped", "projector_groups": 3 | projector_groups is 3, which does not divide
          "visual_placement": "below"                   | visual_placement is 'below'; it can be replace, add
          "attention_mask": "full"                      | attention_mask is 'full'; it can be causal, full_visual
          "temporal_reading": "both"                    | temporal_reading is 'both'; it can be temporal, global
          "max_count": 100                              | max_count is 100
          "visual_frames": 0                            | visual_frames is 0
          "text_config": null                           | text_config is missing
          """)
  void saysWhichKeyIsWrong(String keys, String message) {
    PeriodException e = assertThrows(PeriodException.class, () -> llava(", " + keys));
    assertEquals(PeriodException.Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static int sum(int[] values) {
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }
}
