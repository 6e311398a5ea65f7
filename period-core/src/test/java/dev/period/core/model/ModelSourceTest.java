package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.llama.LlamaConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations of others, in Period's keys. */
class ModelSourceTest {
  @TempDir Path folder;

  @Test
  void huggingFaceLlava() throws Exception {
    ModelSource source = ModelSource.of(Fixtures.path("checkpoints/llava-tiny"));
    assertEquals(Layout.LLAVA, source.layout());
    PeriodConfig config = source.config();
    assertEquals(128, config.imageTokenIndex());
    assertEquals(-2, config.visionFeatureLayer());
    assertEquals("default", config.visionFeatureSelectStrategy());
    assertEquals(48, config.textConfig().hiddenSize());
    assertEquals(1e-5, config.textConfig().rmsNormEps());
    assertEquals(56, Objects.requireNonNull(config.visionConfig()).imageSize());
    assertEquals(16, config.tokensPerFrame());
    assertEquals("causal", config.attentionMask());
    assertEquals(0, config.temporalGamma());
  }

  /** The tower is the folder that mm_vision_tower names. */
  @Test
  void originalLlava() throws Exception {
    ModelSource source = ModelSource.of(Fixtures.path("checkpoints/llava-tiny-original-layout"));
    assertEquals(Layout.LLAVA_ORIGINAL, source.layout());
    PeriodConfig config = source.config();
    PeriodConfig other = ModelSource.of(Fixtures.path("checkpoints/llava-tiny")).config();
    assertEquals(other.textConfig(), config.textConfig());
    assertEquals(other.visionConfig(), config.visionConfig());
    assertEquals(-200, config.imageTokenIndex());
    assertEquals(2, source.folders().size());
  }

  @Test
  void llamaHasNoTowerUntilItGetsOne() throws Exception {
    ModelSource llama = ModelSource.of(Fixtures.path("checkpoints/llama-gqa"));
    assertEquals(Layout.LLAMA, llama.layout());
    assertNull(llama.config().visionConfig());
    assertEquals(2, llama.config().textConfig().numKeyValueHeads());
    assertTrue(llama.config().textConfig().tieWordEmbeddings());
    ModelSource clip = ModelSource.of(Fixtures.path("checkpoints/clip-tiny"));
    assertEquals(Layout.CLIP, clip.layout());
    PeriodConfig seeing = llama.withTower(clip).config();
    assertEquals(56, Objects.requireNonNull(seeing.visionConfig()).imageSize());
    assertEquals(-200, seeing.imageTokenIndex());
    assertRefused(clip::config, "CLIP", "no decoder");
    PeriodException e = assertThrows(PeriodException.class, () -> llama.withTower(llama));
    assertEquals(Kind.USAGE, e.kind());
  }

  /** The published LLaVA-1.5-7B says little more than this. */
  @Test
  void absentKeysAreHuggingFaces() throws IOException {
    PeriodConfig config =
        write(
                """
                {"model_type": "llava", "image_token_index": 32000,
                 "text_config": {"model_type": "llama", "max_position_embeddings": 4096,
                                 "rms_norm_eps": 1e-05, "vocab_size": 32064},
                 "vision_config": {"hidden_size": 1024, "image_size": 336,
                                   "intermediate_size": 4096, "model_type": "clip_vision_model",
                                   "num_attention_heads": 16, "num_hidden_layers": 24,
                                   "patch_size": 14, "projection_dim": 768}}
                """)
            .config();
    LlamaConfig text = config.textConfig();
    assertEquals(32064, text.vocabSize());
    assertEquals(4096, text.hiddenSize());
    assertEquals(11008, text.intermediateSize());
    assertEquals(32, text.numHiddenLayers());
    assertEquals(32, text.numKeyValueHeads());
    assertEquals(10000, text.ropeTheta());
    assertEquals(576, config.tokensPerFrame());
    assertEquals(-2, config.visionFeatureLayer());

    PeriodConfig bare = write("{\"model_type\": \"llava\"}").config();
    assertEquals(32000, bare.textConfig().vocabSize());
    assertEquals(32000, bare.imageTokenIndex());
    assertEquals(config.visionConfig(), bare.visionConfig());
  }

  /** The same model in the words of newer versions. */
  @Test
  void keysOfNewerVersions() throws IOException {
    PeriodConfig config =
        write(
                """
                {"model_type": "llava", "image_token_id": 7, "vision_feature_layer": [-3],
                 "text_config": {"rope_parameters": {"rope_type": "linear", "factor": 2.0,
                                                     "rope_theta": 5000.0}}}
                """)
            .config();
    assertEquals(7, config.imageTokenIndex());
    assertEquals(-3, config.visionFeatureLayer());
    assertEquals(5000, config.textConfig().ropeTheta());
    float[] frequencies = config.textConfig().rotaryFrequencies();
    assertEquals(0.5, frequencies[0], 1e-6);
  }

  /** CLIP's first configurations repeat themselves, and the repetition wins. */
  @Test
  void oldClipConfigurations() throws IOException {
    ModelSource clip =
        write(
            """
            {"model_type": "clip", "projection_dim": 768,
             "vision_config": {"hidden_size": 768, "image_size": 224},
             "vision_config_dict": {"hidden_size": 1024, "image_size": 336, "patch_size": 14,
                "intermediate_size": 4096, "num_attention_heads": 16, "num_hidden_layers": 24}}
            """);
    Path other = Files.createDirectory(folder.resolve("llama"));
    Files.writeString(other.resolve("config.json"), "{\"model_type\": \"llama\"}");
    PeriodConfig config = ModelSource.of(other).withTower(clip).config();
    assertEquals(1024, Objects.requireNonNull(config.visionConfig()).hiddenSize());
    assertEquals(576, config.tokensPerFrame());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"model_type":"mistral"} | model_type 'mistral'
          {} | model_type ''
          {"model_type":"llama","quantization_config":{"bits":4}} | quantised
          {"model_type":"llama","hidden_act":"gelu"} | hidden_act gelu
          {"model_type":"llava","text_config":{"model_type":"mistral"}} | model_type mistral
          {"model_type":"llava","text_config":7} | text_config
          {"model_type":"llava","vision_config":{"model_type":"siglip_vision_model"}} | siglip
          {"model_type":"llava","vision_feature_layer":[-2,-5]} | 2 layers
          {"model_type":"llava","projector_hidden_act":"relu"} | projector_hidden_act relu
          {"model_type":"llava","multimodal_projector_bias":false} | multimodal_projector_bias
          {"model_type":"llava","vision_feature_select_strategy":"cls"} | vision_feature_select
          {"model_type":"llava_llama","mm_projector_type":"linear"} | mm_projector_type linear
          {"model_type":"llava_llama"} | mm_projector_type linear
          {"model_type":"llava_llama","mm_projector_type":"mlp2x_gelu","mm_patch_merge_type":"spatial"} | spatial
          {"model_type":"llama","model_type":"llama"} | Duplicate
          {"model_type":"llama"} x | not a valid configuration
          {"model_type":"llama","hidden_size":-4} | hidden_size
          {"model_type":"llama","num_hidden_layers":99999999999} | num_hidden_layers
          """)
  void whatCannotBeRunIsRefused(String json, String part) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
    assertRefused(() -> ModelSource.of(folder).config(), "config.json", part);
  }

  @Test
  void aTowerThatIsNowhere() throws IOException {
    ModelSource source =
        write(
            """
            {"model_type": "llava", "mm_projector_type": "mlp2x_gelu",
             "mm_vision_tower": "openai/clip-vit-large-patch14-336"}
            """);
    assertEquals(Layout.LLAVA_ORIGINAL, source.layout());
    assertRefused(
        source::config,
        "openai/clip-vit-large-patch14-336",
        folder.resolveSibling("clip-vit-large-patch14-336").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai/clip-vit-tiny", "clip-vit-tiny", "../clip-vit-tiny"})
  void aTowerBesideTheModel(String name) throws Exception {
    Path model = Files.createDirectory(folder.resolve("llava"));
    Path clip = Files.createDirectory(folder.resolve("clip-vit-tiny"));
    Files.copy(Fixtures.path("checkpoints/clip-tiny/config.json"), clip.resolve("config.json"));
    ObjectNode config =
        ModelSource.of(Fixtures.path("checkpoints/llava-tiny-original-layout")).published();
    Files.writeString(model.resolve("config.json"), config.put("mm_vision_tower", name).toString());
    ModelSource source = ModelSource.of(model);
    assertEquals(clip.toRealPath(), source.folders().get(1).toRealPath());
    assertEquals(16, source.config().tokensPerFrame());
  }

  @Test
  void namesOfTensors() {
    Map<String, Layout> theirs =
        Map.of(
            "model.mm_projector.2.bias", Layout.LLAVA_ORIGINAL,
            "model.vision_tower.vision_tower.vision_model.x", Layout.LLAVA_ORIGINAL,
            "lm_head.weight", Layout.LLAMA,
            "model.norm.weight", Layout.LLAMA,
            "vision_model.x", Layout.CLIP_VISION,
            "language_model.lm_head.weight", Layout.LLAVA,
            "anything", Layout.PERIOD);
    theirs.forEach(
        (name, layout) ->
            assertEquals(name, layout.theirs(layout.ours(name).orElseThrow()), layout.name()));
    assertEquals(
        "multi_modal_projector.linear_2.bias",
        Layout.LLAVA_ORIGINAL.ours("model.mm_projector.2.bias").orElseThrow());
    assertEquals(
        "language_model.model.norm.weight",
        Layout.LLAVA.ours("model.language_model.norm.weight").orElseThrow());
    assertTrue(Layout.LLAMA.ours("model.layers.3.self_attn.rotary_emb.inv_freq").isEmpty());
    assertTrue(Layout.CLIP.ours("text_model.embeddings.position_ids").isEmpty());
    assertTrue(Layout.LLAVA.ours("vision_tower.vision_model.embeddings.position_ids").isEmpty());
  }

  private ModelSource write(String json) throws IOException {
    new ObjectMapper().readTree(json);
    Files.writeString(folder.resolve("config.json"), json);
    return ModelSource.of(folder);
  }

  private static void assertRefused(Executable action, String... parts) {
    PeriodException e = assertThrows(PeriodException.class, action);
    assertEquals(Kind.MODEL, e.kind());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " is not in: " + e.getMessage());
    }
  }
}
