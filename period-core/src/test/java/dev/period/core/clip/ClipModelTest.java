package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.optim.FixtureSteps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The small random CLIP as a whole against what Hugging Face's implementation computed. */
class ClipModelTest {
  private NDManager scope;
  private WeightsFolder weights;
  private SafetensorsFile expected;
  private Parameters parameters;
  private ClipModel model;

  @BeforeEach
  void open() throws Exception {
    scope = Torch.scope();
    weights = ClipTiny.weights();
    expected = ClipTiny.expected("clip-tiny/forward");
    parameters = new Parameters(Device.cpu(), ClipTiny.source(weights));
    model = new ClipModel(parameters, ClipTiny.config("", ClipConfig.class), Dtype.FP32);
  }

  @AfterEach
  void close() {
    parameters.close();
    expected.close();
    weights.close();
    scope.close();
  }

  private NDArray expected(String name) {
    return ClipTiny.floats(scope, expected, name);
  }

  private NDArray logits() {
    NDArray images = model.imageEmbeds(scope, ClipTiny.floats(scope, expected, "in.pixel_values"));
    NDArray texts = model.text().embeds(scope, ClipTiny.longs(scope, expected, "in.input_ids"));
    return model.logits(scope, images, texts);
  }

  @Test
  void everyTensorOfTheFolderIsUsed() {
    TreeSet<String> names = new TreeSet<>(weights.names());
    assertTrue(names.removeIf(ClipModel::isLegacyBuffer));
    assertEquals(names, new TreeSet<>(parameters.all().keySet()));
  }

  @Test
  void logitsAndLoss() {
    NDArray logits = logits();
    Tensors.assertClose("per image", expected("logits_per_image"), logits, 1e-5);
    Tensors.assertClose("per text", expected("logits_per_text"), logits.transpose(), 1e-5);
    assertEquals(
        expected("contrastive_loss").getFloat(),
        model.contrastiveLoss(scope, logits).getFloat(),
        1e-5);
  }

  /** All gradients of the contrastive loss, and weights behind AdamW's update. */
  @Test
  void contrastiveStep() throws Exception {
    JsonNode norms =
        new ObjectMapper()
            .readTree(Fixtures.path("expected/clip-tiny/train_step.json").toFile())
            .path("grad_norms");
    AdamRule rule = new AdamRule(true, 0.9, 0.999, 1e-8, 0.01, true);
    try (SafetensorsFile file = ClipTiny.expected("clip-tiny/train_step");
        Adam optimizer = new Adam(parameters.all(), rule)) {
      NDArray loss = Autograd.record(() -> model.contrastiveLoss(scope, logits()));
      Autograd.backward(scope, loss);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (Map.Entry<String, NDArray> parameter : parameters.all().entrySet()) {
        String name = parameter.getKey();
        NDArray gradient = Autograd.gradient(scope, parameter.getValue());
        assertNotNull(gradient, name);
        gradients.put(name, gradient.toFloatArray());
        if (!name.endsWith("k_proj.bias")) { // the same shift of all scores: its gradient is 0
          FixtureSteps.assertNorm(norms, name, gradients.get(name), 1e-4);
        }
      }
      assertEquals(15, FixtureSteps.compareGradients(file, "grad.", gradients));
      optimizer.step(scope, 1e-3, Double.POSITIVE_INFINITY);
      assertEquals(
          15,
          FixtureSteps.compareFirstUpdate(file, "after_adamw_step1.", gradients, parameters.all()));
    }
  }

  /** Training may leave the first positions alone, or train nothing else. */
  @Test
  void keptAndStretchedPositionsAreSeparateParameters() throws Exception {
    ClipTextConfig longer =
        ClipTiny.config("text_config", ClipTextConfig.class).extended(ContextExtension.PPLLAVA);
    try (Parameters fresh = new Parameters(Device.cpu(), ParameterSource.fresh(3))) {
      ClipTextEncoder encoder = new ClipTextEncoder(fresh, "text_tower", longer, Dtype.FP32);
      NDArray kept = fresh.all().get(ClipTextEncoder.positionsName("text_tower"));
      NDArray added = fresh.all().get(ClipTextEncoder.extensionName("text_tower"));
      Autograd.requireGradient(added, true);
      NDArray ids = Torch.longs(scope, encoder.sequence(new int[30], 32), 1, 32);
      NDArray loss = Autograd.record(() -> encoder.embeds(scope, ids).square().sum());
      Autograd.backward(scope, loss);
      NDArray gradient = Autograd.gradient(scope, added);
      assertNotNull(gradient);
      // of the positions from 20 on, the text has those up to 31
      assertTrue(gradient.get("0:12").abs().sum(new int[] {1}).min().getFloat() > 0);
      assertEquals(0, gradient.get("12:").abs().max().getFloat());
      assertNull(Autograd.gradient(scope, kept));
    }
  }

  @Test
  void contrastiveLossKernel() {
    Kernel kernel = Kernel.load(ClipModel.class, "contrastive_loss", Map.of());
    for (long seed = 1; seed <= 3; seed++) {
      NDList inputs = new NDList(Tensors.normal(scope, new SplittableRandom(seed), 2, 5, 5));
      Twin.assertSame(
          "contrastive_loss, seed " + seed,
          inputs,
          (s, in) -> new NDList(kernel.apply(s, in.get(0))),
          (s, in) -> {
            NDArray x = in.get(0);
            NDArray eye = Naive.oneHot(s, new long[] {0, 1, 2, 3, 4}, 5);
            NDArray rows = x.exp().div(x.exp().sum(new int[] {1}, true)).log();
            NDArray columns = x.exp().div(x.exp().sum(new int[] {0}, true)).log();
            return new NDList(Naive.times(rows.add(columns).mul(eye).sum(), -0.1));
          },
          1e-5);
    }
  }

  @Test
  void logitsKernel() {
    Kernel kernel = Kernel.load(ClipModel.class, "clip_logits", Map.of());
    SplittableRandom random = new SplittableRandom(8);
    NDList inputs = new NDList(Tensors.normal(scope, random, 1, 3, 6));
    inputs.add(Tensors.normal(scope, random, 1, 2, 6));
    inputs.add(Tensors.normal(scope, random, 1, 1));
    Twin.assertSame(
        "clip_logits",
        inputs,
        (s, in) -> kernel.apply(s, in.subList(2, 3), in.get(0), in.get(1)),
        (s, in) -> new NDList(in.get(0).matMul(in.get(1).transpose()).mul(in.get(2).exp())),
        1e-5);
  }
}
