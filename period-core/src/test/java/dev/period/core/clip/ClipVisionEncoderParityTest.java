package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Parameters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A small random CLIP tower against what Hugging Face's implementation computed with the same
 * weights.
 */
class ClipVisionEncoderParityTest {
  private NDManager scope;
  private WeightsFolder weights;
  private SafetensorsFile expected;
  private Parameters parameters;
  private ClipVisionConfig config;
  private NDArray pixels;

  @BeforeEach
  void open() throws Exception {
    scope = Torch.scope();
    weights = ClipTiny.weights();
    expected = ClipTiny.expected("clip-tiny/forward");
    parameters = new Parameters(Device.cpu(), ClipTiny.source(weights));
    config = ClipTiny.config("vision_config", ClipVisionConfig.class);
    pixels = ClipTiny.floats(scope, expected, "in.pixel_values");
  }

  @AfterEach
  void close() {
    parameters.close();
    expected.close();
    weights.close();
    scope.close();
  }

  private ClipVisionEncoder tower(int layer, Dtype dtype) {
    return new ClipVisionEncoder(parameters, "vision_model", config, layer, dtype);
  }

  private NDArray expected(String name) {
    return ClipTiny.floats(scope, expected, name);
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1e-5", "BF16, 0.03"})
  void allHiddenStates(Dtype dtype, double tolerance) {
    List<NDArray> states = tower(-1, dtype).hiddenStates(scope, pixels);
    assertEquals(5, states.size());
    for (int i = 0; i < states.size(); i++) {
      String name = "vision.hidden_states." + i;
      Tensors.assertClose(name, expected(name), states.get(i), tolerance);
    }
  }

  /** LLaVA's choice, the layer before the last; without it the last layer is not built. */
  @ParameterizedTest
  @CsvSource({"FP32, 1e-5", "BF16, 0.03"})
  void patchesOfTheLayerBeforeTheLast(Dtype dtype, double tolerance) {
    NDArray patches = tower(-2, dtype).patches(scope, pixels);
    Tensors.assertClose("patches", expected("vision.penultimate_patch_tokens"), patches, tolerance);
    assertEquals(
        0, parameters.all().keySet().stream().filter(name -> name.contains("layers.3")).count());
  }

  /** Counted from the front or from the back, it is the same state. */
  @ParameterizedTest
  @CsvSource({"0, -5", "1, -4", "3, -2", "4, -1"})
  void layersFromEitherEnd(int front, int back) {
    NDArray found = tower(front, Dtype.FP32).tokens(scope, pixels);
    Tensors.assertIdentical("state", found, tower(back, Dtype.FP32).tokens(scope, pixels));
    Tensors.assertClose("state", expected("vision.hidden_states." + front), found, 1e-5);
  }

  @Test
  void pooledOutputAndEmbeds() {
    NDArray tokens = tower(-1, Dtype.FP32).tokens(scope, pixels);
    NDArray pooled =
        ClipVisionEncoder.postLayerNorm(parameters, "vision_model", config)
            .apply(scope, tokens.get(":, 0"));
    Tensors.assertClose("pooled", expected("vision.pooler_output"), pooled, 1e-5);
    ClipProjection projection =
        new ClipProjection(parameters, "visual_projection", 64, config.projectionDim(), Dtype.FP32);
    NDArray embeds = projection.apply(scope, pooled);
    Tensors.assertClose("embeds", expected("image_embeds_unnormalized"), embeds, 1e-5);
    Tensors.assertClose(
        "unit embeds", expected("image_embeds"), ClipProjection.unit(scope, embeds), 1e-5);
  }

  /** Patches in the shared space, as prompt-guided pooling compares them with a text. */
  @Test
  void projectedPatches() {
    ClipProjection visual = new ClipProjection(parameters, "visual_projection", 64, 32, Dtype.FP32);
    NDArray text = expected("text_embeds");
    NDArray patches = tower(-2, Dtype.FP32).patches(scope, pixels);
    NDArray normed =
        ClipVisionEncoder.postLayerNorm(parameters, "vision_model", config).apply(scope, patches);
    Tensors.assertClose(
        "cosines of raw patches",
        expected("ppllava.relevance_noln.cosine"),
        cosines(visual.apply(scope, patches), text),
        1e-5);
    Tensors.assertClose(
        "cosines of normed patches",
        expected("ppllava.relevance_postln.cosine"),
        cosines(visual.apply(scope, normed), text),
        1e-5);
  }

  /** [texts, all patches]. */
  private NDArray cosines(NDArray embeds, NDArray text) {
    return text.matMul(ClipProjection.unit(scope, embeds).reshape(-1, 32).transpose());
  }
}
