package dev.period.core.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ClipVisionEncoder;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PPLLaVA's pooling against numbers that other implementations gave: its released function for the
 * mode CODE, double precision for the others and for gradients.
 */
class PpllavaParityTest {
  private static final Map<String, PoolingMode> OUTPUTS =
      Map.of(
          "eq3_unnormalized", PoolingMode.PAPER,
          "window_renormalized", PoolingMode.PAPER_RENORM,
          "official_code_window_softmax_T0.01", PoolingMode.CODE,
          "plain_average", PoolingMode.MEAN);

  private static JsonNode cases() throws Exception {
    return new ObjectMapper()
        .readTree(Fixtures.path("expected/algorithms/ppllava_pooling.json").toFile())
        .path("cases");
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "l2norm"})
  void outputs(String kind) throws Exception {
    for (Map.Entry<String, JsonNode> named : cases().properties()) {
      JsonNode c = named.getValue();
      for (Map.Entry<String, PoolingMode> output : OUTPUTS.entrySet()) {
        try (NDManager scope = Torch.scope()) {
          // a softmax of logarithms gives back what they were taken of
          NDArray scores = doubles(scope, c.path("scores_eq1_" + kind).path("s")).log();
          NDArray pooled =
              pooling(c, output.getValue())
                  .apply(scope, values(scope, c), scores.reshape(1, size(c, 0), -1));
          assertClose(
              named.getKey() + ", " + output.getKey(),
              c.path("out." + kind + "." + output.getKey()),
              pooled);
        }
      }
    }
  }

  /** Through the values and through the scores, back to features, projection and prompt. */
  @ParameterizedTest
  @CsvSource({"eq3, PAPER", "renorm, PAPER_RENORM"})
  void gradients(String kind, PoolingMode mode) throws Exception {
    for (Map.Entry<String, JsonNode> named : cases().properties()) {
      JsonNode c = named.getValue();
      try (NDManager scope = Torch.scope()) {
        NDArray v = values(scope, c);
        NDArray p = doubles(scope, c.path("proj_P_ED"));
        NDArray prompt = doubles(scope, c.path("c")).reshape(-1, 1);
        List<NDArray> leaves = List.of(v, p, prompt);
        leaves.forEach(leaf -> Autograd.requireGradient(leaf, true));
        double tau = c.path("scores_eq1_raw").path("tau").asDouble();
        NDArray loss =
            Autograd.record(
                () -> {
                  NDArray scores =
                      Naive.times(v.matMul(p.transpose()).matMul(prompt), tau).squeeze(-1);
                  NDArray pooled = pooling(c, mode).apply(scope, v, scores);
                  return pooled
                      .mul(doubles(scope, c.path("grad.R")).reshape(pooled.getShape()))
                      .sum();
                });
        Autograd.backward(scope, loss);
        List<String> names = List.of("dV", "dP", "dc");
        for (int i = 0; i < 3; i++) {
          String key = "grad." + kind + "." + names.get(i);
          assertClose(
              named.getKey() + ", " + key, c.path(key), Autograd.gradient(scope, leaves.get(i)));
        }
      }
    }
  }

  private static void assertClose(String what, JsonNode expected, NDArray actual) {
    assertArrayEquals(flat(expected), actual.toDoubleArray(), 1e-9, what);
  }

  /** Scores of a whole CLIP: its penultimate patches, with and without its last norm. */
  @ParameterizedTest
  @CsvSource({"postln, true", "noln, false"})
  void scoresOfAClip(String kind, boolean postLayerNorm) throws Exception {
    try (Clip clip = new Clip(postLayerNorm);
        SafetensorsFile file =
            SafetensorsFile.open(Fixtures.path("expected/clip-tiny/forward.safetensors"));
        NDManager scope = Torch.scope()) {
      NDArray features = clip.features(scope, file.readFloats("in.pixel_values"));
      float[] softmax = file.readFloats("ppllava.relevance_" + kind + ".softmax");
      NDArray prompts = clip.alignment.prompts(scope, longs(scope, file, "in.input_ids"));
      for (int text = 0; text < 4; text++) {
        NDArray scores = clip.alignment.scores(scope, features, prompts.get(text).expandDims(0));
        float[] expected = Arrays.copyOfRange(softmax, text * 64, (text + 1) * 64);
        Tensors.assertClose(
            "text " + text, expected, scores.flatten().softmax(0).toFloatArray(), 1e-4);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"k222, 2, 2, 2", "k122, 1, 2, 2", "k233, 2, 3, 3"})
  void wholeClipAndPooling(String kernel, int t, int h, int w) throws Exception {
    Map<String, PoolingMode> modes =
        Map.of(
            "eq3", PoolingMode.PAPER,
            "renorm", PoolingMode.PAPER_RENORM,
            "official_softmax0.01", PoolingMode.CODE);
    try (Clip clip = new Clip(true);
        SafetensorsFile file =
            SafetensorsFile.open(
                Fixtures.path("expected/algorithms/ppllava_clip_tiny_e2e.safetensors"));
        NDManager scope = Torch.scope()) {
      NDArray features = clip.features(scope, file.readFloats("in.pixel_values_4frames"));
      NDArray prompts = clip.alignment.prompts(scope, longs(scope, file, "in.text_ids"));
      NDArray scores = clip.alignment.scores(scope, features, prompts);
      Tensors.assertClose(
          "scores",
          file.readFloats("scores_s_TWH"),
          scores.flatten().softmax(0).toFloatArray(),
          1e-4);
      for (Map.Entry<String, PoolingMode> mode : modes.entrySet()) {
        NDArray pooled =
            new TokenPooling(mode.getValue(), PoolingWindow.of(t, h, w), 4, 4, 0.01)
                .apply(scope, features, scores);
        Tensors.assertClose(
            kernel + "." + mode.getKey(),
            file.readFloats(kernel + "." + mode.getKey() + ".pooled_features"),
            pooled.toFloatArray(),
            1e-4);
      }
    }
  }

  /** The small random CLIP of the fixtures. */
  private static final class Clip implements AutoCloseable {
    private final WeightsFolder weights;
    private final Parameters parameters;
    private final ClipVisionEncoder tower;
    private final PromptAlignment alignment;

    Clip(boolean postLayerNorm) throws Exception {
      this.weights = WeightsFolder.open(Fixtures.path("checkpoints/clip-tiny"));
      this.parameters =
          new Parameters(
              Device.cpu(),
              (name, init, shape) -> weights.readFloats(name.substring(name.indexOf('.') + 1)));
      JsonNode json =
          new ObjectMapper().readTree(Fixtures.path("checkpoints/clip-tiny/config.json").toFile());
      ObjectMapper lenient =
          new ObjectMapper()
              .disable(
                  com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
      ClipVisionConfig vision =
          lenient.treeToValue(json.path("vision_config"), ClipVisionConfig.class);
      ClipTextConfig text = lenient.treeToValue(json.path("text_config"), ClipTextConfig.class);
      this.tower =
          new ClipVisionEncoder(parameters, "vision_tower.vision_model", vision, -2, Dtype.FP32);
      this.alignment =
          new PromptAlignment(
              parameters, "vision_tower", vision, "text_tower", text, postLayerNorm, Dtype.FP32);
    }

    /** [1, 4, 16, 64]. */
    NDArray features(NDManager scope, float[] pixels) {
      return tower.patches(scope, Torch.floats(scope, pixels, 4, 3, 56, 56)).expandDims(0);
    }

    @Override
    public void close() {
      parameters.close();
      weights.close();
    }
  }

  private static TokenPooling pooling(JsonNode c, PoolingMode mode) {
    JsonNode k = c.path("kernel");
    JsonNode s = c.path("stride");
    PoolingWindow window =
        new PoolingWindow(
            k.get(0).asInt(),
            k.get(1).asInt(),
            k.get(2).asInt(),
            s.get(0).asInt(),
            s.get(1).asInt(),
            s.get(2).asInt());
    return new TokenPooling(mode, window, size(c, 1), size(c, 2), 0.01);
  }

  private static int size(JsonNode c, int axis) {
    return c.path("shape_TWHD").get(axis).asInt();
  }

  /** [1, frames, tokens, width]. */
  private static NDArray values(NDManager scope, JsonNode c) {
    long tokens = (long) size(c, 1) * size(c, 2);
    return doubles(scope, c.path("V")).reshape(1, size(c, 0), tokens, size(c, 3));
  }

  /** The reference is in double precision, and so are the kernels then. */
  private static NDArray doubles(NDManager scope, JsonNode array) {
    List<Long> shape = new ArrayList<>();
    for (JsonNode at = array; at.isArray(); at = at.get(0)) {
      shape.add((long) at.size());
    }
    return scope.create(flat(array), new Shape(shape));
  }

  private static double[] flat(JsonNode array) {
    List<Double> values = new ArrayList<>();
    collect(array, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> values) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, values));
    } else {
      values.add(node.asDouble());
    }
  }

  private static NDArray longs(NDManager scope, SafetensorsFile file, String name) {
    java.nio.LongBuffer buffer =
        file.read(name).order(java.nio.ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return Torch.longs(scope, values, file.info(name).shape());
  }
}
