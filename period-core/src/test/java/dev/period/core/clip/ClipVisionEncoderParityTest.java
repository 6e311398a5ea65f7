package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A small random CLIP tower against what Hugging Face's implementation computed with the same
 * weights.
 */
class ClipVisionEncoderParityTest {
  private static final ClipVisionConfig CONFIG = new ClipVisionConfig(56, 14, 64, 128, 4, 4, 1e-5);

  /** LLaVA's choice, the layer before the last; without it the last layer is not built. */
  @ParameterizedTest
  @CsvSource({"FP32, 1e-5", "BF16, 0.03"})
  void patchesOfTheLayerBeforeTheLast(Dtype dtype, double tolerance) throws Exception {
    try (SafetensorsFile file =
            SafetensorsFile.open(Fixtures.path("expected/clip-tiny/forward.safetensors"));
        WeightsFolder weights = WeightsFolder.open(Fixtures.path("checkpoints/clip-tiny"));
        Parameters parameters =
            new Parameters(Device.cpu(), (name, init, shape) -> weights.readFloats(name));
        NDManager scope = Torch.scope()) {
      ClipVisionEncoder tower =
          new ClipVisionEncoder(parameters, "vision_model", CONFIG, -2, dtype);
      NDArray pixels = Torch.floats(scope, file.readFloats("in.pixel_values"), 4, 3, 56, 56);
      NDArray patches = tower.patches(scope, pixels);
      assertEquals(16, patches.getShape().get(1));
      Tensors.assertClose(
          "patches",
          file.readFloats("vision.penultimate_patch_tokens"),
          patches.toFloatArray(),
          tolerance);
      assertTrue(
          parameters.all().keySet().containsAll(weights.names())
              && weights.names().containsAll(parameters.all().keySet()),
          "every tensor of the file is used");
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32", "BF16"})
  void embeddingsAreBehindTheFirstNorm(Dtype dtype) throws Exception {
    try (SafetensorsFile file =
            SafetensorsFile.open(Fixtures.path("expected/clip-tiny/forward.safetensors"));
        WeightsFolder weights = WeightsFolder.open(Fixtures.path("checkpoints/clip-tiny"));
        Parameters parameters =
            new Parameters(Device.cpu(), (name, init, shape) -> weights.readFloats(name));
        NDManager scope = Torch.scope()) {
      ClipVisionEncoder tower =
          new ClipVisionEncoder(parameters, "vision_model", CONFIG, -5, dtype);
      NDArray pixels = Torch.floats(scope, file.readFloats("in.pixel_values"), 4, 3, 56, 56);
      NDArray all = Torch.floats(scope, file.readFloats("vision.hidden_states.0"), 4, 17, 64);
      Tensors.assertClose("embeddings", all.get(":, 1:"), tower.patches(scope, pixels), 1e-5);
    }
  }
}
