package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations as Hugging Face writes them, and as nobody should. */
class ClipConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A folder's config.json holds only what differs from ViT-B/32. */
  @Test
  void absentKeysTakeHuggingFacesDefaults() throws Exception {
    ClipVisionConfig vision = ClipTiny.parse("{}", ClipVisionConfig.class);
    assertEquals(
        new ClipVisionConfig(224, 32, 768, 3072, 12, 12, 1e-5, Activation.QUICK_GELU, 512), vision);
    assertEquals(49 + 1, vision.tokens());
    ClipTextConfig text = ClipTiny.parse("{\"hidden_act\": null}", ClipTextConfig.class);
    assertEquals(
        new ClipTextConfig(
            49408, 512, 2048, 12, 8, 77, 1e-5, Activation.QUICK_GELU, 49406, 49407, 512, null),
        text);
    assertEquals(77, text.contextLength());
  }

  @Test
  void largeAt336() throws Exception {
    ClipVisionConfig config =
        ClipTiny.parse(
            """
            {"hidden_size": 1024, "image_size": 336, "intermediate_size": 4096,
             "model_type": "clip_vision_model", "num_attention_heads": 16,
             "num_hidden_layers": 24, "patch_size": 14, "projection_dim": 768,
             "vocab_size": 32000}\
            """,
            ClipVisionConfig.class);
    assertEquals(24, config.grid());
    assertEquals(768, config.projectionDim());
    assertEquals(23, config.hiddenState(-2));
    assertEquals(0, config.hiddenState(0));
  }

  @Test
  void writtenAndReadAgain() throws Exception {
    ClipVisionConfig vision =
        new ClipVisionConfig(48, 12, 64, 128, 2, 4, 1e-6, Activation.GELU, 20);
    assertEquals(vision, JSON.readValue(JSON.writeValueAsString(vision), ClipVisionConfig.class));
    ClipTextConfig text =
        ClipTiny.parse("{\"eos_token_id\": 7}", ClipTextConfig.class)
            .extended(new ContextExtension(10, 2, ContextExtension.End.CLAMP));
    String json = JSON.writeValueAsString(text);
    assertTrue(json.contains("\"end\":\"clamp\""), json);
    assertEquals(text, JSON.readValue(json, ClipTextConfig.class));
    String plain = JSON.writeValueAsString(ClipTiny.parse("{}", ClipTextConfig.class));
    assertTrue(!plain.contains("context_extension"), plain);
    assertNull(JSON.readValue(plain, ClipTextConfig.class).contextExtension());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hidden_act\": \"relu\"}",
        "{\"patch_size\": 0}",
        "{\"patch_size\": 225}",
        "{\"image_size\": 2000000000}",
        "{\"hidden_size\": -8}",
        "{\"hidden_size\": 770}",
        "{\"num_hidden_layers\": 100000}",
        "{\"num_attention_heads\": 0}",
        "{\"layer_norm_eps\": 0}",
        "{\"layer_norm_eps\": 2}",
        "{\"projection_dim\": 0}"
      })
  void visionConfigsThatCannotBe(String json) {
    assertRefused(json, ClipVisionConfig.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hidden_act\": \"swish\"}",
        "{\"vocab_size\": 0}",
        "{\"eos_token_id\": 49408}",
        "{\"max_position_embeddings\": 0}",
        "{\"intermediate_size\": 0}",
        "{\"context_extension\": {\"keep\": 76, \"factor\": 4, \"end\": \"clamp\"}}",
        "{\"context_extension\": {\"keep\": 20, \"factor\": 0, \"end\": \"clamp\"}}",
        "{\"context_extension\": {\"keep\": 20, \"factor\": 4}}"
      })
  void textConfigsThatCannotBe(String json) {
    assertRefused(json, ClipTextConfig.class);
  }

  private static void assertRefused(String json, Class<?> type) {
    JsonMappingException e =
        assertThrows(JsonMappingException.class, () -> ClipTiny.parse(json, type));
    PeriodException cause = (PeriodException) e.getCause();
    assertEquals(Kind.MODEL, cause.kind(), cause.getMessage());
  }

  @Test
  void layersThatDoNotExist() throws Exception {
    ClipVisionConfig config = ClipTiny.parse("{}", ClipVisionConfig.class);
    for (int layer : new int[] {13, -14}) {
      PeriodException e = assertThrows(PeriodException.class, () -> config.hiddenState(layer));
      assertEquals(Kind.MODEL, e.kind());
    }
  }

  @Test
  void wholeClip() throws Exception {
    ClipConfig large =
        ClipTiny.parse(
            """
            {"model_type": "clip", "projection_dim": 768,
             "text_config": {"hidden_size": 768, "num_attention_heads": 12, "eos_token_id": 2},
             "text_config_dict": null,
             "vision_config_dict": {"hidden_size": 1024, "num_attention_heads": 16,
                                    "intermediate_size": 4096, "num_hidden_layers": 24,
                                    "patch_size": 14}}\
            """,
            ClipConfig.class);
    assertEquals(768, large.textConfig().projectionDim());
    assertEquals(768, large.visionConfig().projectionDim());
    assertEquals(257, large.visionConfig().tokens());
    assertEquals(49407, large.textConfig().endToken());
    assertEquals(large, JSON.readValue(JSON.writeValueAsString(large), ClipConfig.class));
    ClipConfig base = ClipTiny.parse("{}", ClipConfig.class);
    assertEquals(
        new ClipConfig(ClipTextConfig.VIT_B_32, ClipVisionConfig.VIT_B_32, 512, 2.6592), base);
    assertRefused("{\"logit_scale_init_value\": 1e9}", ClipConfig.class);
  }
}
