package dev.period.core.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Naive;
import dev.period.core.PeriodException;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.Lora;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RLO's readings on one linear layer, against values computed in double precision. */
class RloTest {
  private static final double TOLERANCE = 1e-6;

  private NDManager scope;
  private JsonNode fixture;

  @BeforeEach
  void open() throws Exception {
    scope = Torch.scope();
    fixture = new ObjectMapper().readTree(Fixtures.path("expected/algorithms/rlo.json").toFile());
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static float[] floats(JsonNode node) {
    List<Float> values = new ArrayList<>();
    collect(node, values);
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static void collect(JsonNode node, List<Float> values) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, values));
    } else {
      values.add((float) node.asDouble());
    }
  }

  private NDArray tensor(JsonNode node) {
    List<Long> shape = new ArrayList<>();
    for (JsonNode inner = node; inner.isArray(); inner = inner.get(0)) {
      shape.add((long) inner.size());
    }
    return Torch.floats(scope, floats(node), shape.stream().mapToLong(Long::longValue).toArray());
  }

  /** A case of the fixture, its loss the sum of outputs times {@code dL_dY}. */
  private final class Case {
    final JsonNode json;
    final NDArray x;
    final NDArray weight;
    final NDArray bias;
    final long batch;
    final long tokens;

    Case(String name) {
      json = fixture.path("cases").path(name);
      x = tensor(json.path("X"));
      weight = tensor(json.path("W"));
      bias = tensor(json.path("b"));
      batch = x.getShape().get(0);
      tokens = x.getShape().get(1);
      List.of(x, weight, bias).forEach(leaf -> Autograd.requireGradient(leaf, true));
    }

    double factor(RloMode mode) {
      return mode.factor(
          json.path("beta").asDouble(),
          json.path("iter_num").asLong(),
          json.path("max_iter").asLong());
    }

    NDArray output() {
      return Naive.linear(x, weight, bias);
    }

    NDArray backward(NDArray output) {
      NDArray loss = Autograd.record(() -> output.mul(tensor(json.path("dL_dY"))).sum());
      loss.attach(scope);
      Autograd.backward(scope, loss);
      return loss;
    }

    void assertGradients(JsonNode dX, JsonNode dW, JsonNode db) {
      assertGradient("dX", dX, x);
      assertGradient("dW", dW, weight);
      assertGradient("db", db, bias);
    }

    private void assertGradient(String what, JsonNode expected, NDArray leaf) {
      NDArray gradient = Autograd.gradient(scope, leaf);
      Tensors.assertClose(what, floats(expected), gradient.toFloatArray(), TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"b1", "b2", "end"})
  void rowsOfParameters(String name) {
    Case c = new Case(name);
    c.backward(Autograd.record(c::output));
    try (InputMeans means = new InputMeans(Device.cpu())) {
      // batch by batch, as accumulation does it
      for (int i = 0; i < c.batch; i++) {
        float[] all = new float[(int) c.tokens];
        Arrays.fill(all, 1);
        means.begin(all);
        means.add(means.counted().matMul(c.x.get(i).stopGradient()), "layer");
      }
      Map<String, NDArray> parameters = Map.of("layer.weight", c.weight, "layer.bias", c.bias);
      double factor = c.factor(RloMode.PAPER_EXP_ROWS);
      assertEquals(c.json.path("factor_paper").asDouble(), factor, 1e-9);
      BoostedChannels channels = new RowReweighting(parameters, null).apply(scope, means, factor);
      float[] omega = floats(c.json.path("omega_paper"));
      double sum = 0;
      int boosted = 0;
      for (float weight : omega) {
        sum += weight;
        boosted += weight > 1 ? 1 : 0;
      }
      assertEquals(omega.length, channels.all());
      assertEquals(boosted, channels.boosted());
      assertEquals(sum / omega.length, channels.meanWeight(), TOLERANCE);
    }
    c.assertGradients(
        c.json.path("paper_dX_if_applied_to_parameters_only"),
        c.json.path("paper_dW_reweighted"),
        c.json.path("paper_db_reweighted"));
  }

  @ParameterizedTest
  @CsvSource({
    "b1, README_EXP_ACTIVATION",
    "b2, README_EXP_ACTIVATION",
    "end, README_EXP_ACTIVATION",
    "b1, CODE_INTENDED_LINEAR",
    "b2, CODE_INTENDED_LINEAR",
    "end, CODE_INTENDED_LINEAR"
  })
  void activationsOfEachSample(String name, RloMode mode) {
    Case c = new Case(name);
    NDArray output = Autograd.record(c::output);
    NDArray means = output.stopGradient().mean(new int[] {1}, true);
    ChannelWeights omega = ChannelWeights.of(scope, means, c.factor(mode));
    boolean exponential = mode == RloMode.README_EXP_ACTIVATION;
    JsonNode code = c.json.path("released_code");
    Tensors.assertClose(
        "omega",
        floats(exponential ? c.json.path("omega_paper_per_sample") : code.path("omega")),
        omega.values().toFloatArray(),
        TOLERANCE);
    c.backward(scaled(output, omega.values()));
    if (exponential) {
      c.assertGradients(
          c.json.path("per_sample_dX"), c.json.path("per_sample_dW"), c.json.path("per_sample_db"));
    } else {
      c.assertGradients(code.path("dX"), code.path("dW"), code.path("db"));
    }
  }

  /** Means over the whole batch, which no reading of the activations has. */
  @ParameterizedTest
  @ValueSource(strings = {"b1", "b2", "end"})
  void activationsOfABatch(String name) {
    Case c = new Case(name);
    NDArray output = Autograd.record(c::output);
    NDArray means = output.stopGradient().reshape(c.batch * c.tokens, -1).mean(new int[] {0});
    Tensors.assertClose(
        "means", floats(c.json.path("channel_mean")), means.toFloatArray(), TOLERANCE);
    double factor = c.factor(RloMode.README_EXP_ACTIVATION);
    c.backward(scaled(output, ChannelWeights.of(scope, means, factor).values()));
    NDArray gradient = Autograd.gradient(scope, c.x);
    Tensors.assertClose(
        "dX",
        floats(c.json.path("paper_dX_if_applied_to_activation_gradient")),
        gradient.toFloatArray(),
        TOLERANCE);
  }

  private NDArray scaled(NDArray x, NDArray factors) {
    Kernel kernel = Kernel.load(Kernel.class, "scale_gradient", Map.of());
    NDArray result = Autograd.record(() -> kernel.apply(scope, x, factors));
    assertArrayEquals(x.toFloatArray(), result.toFloatArray(), "values stay what they were");
    return result;
  }

  @Test
  void factorsOverARun() {
    for (JsonNode row : fixture.path("omega_factor_table")) {
      double beta = row.path("beta").asDouble();
      long step = Math.round(row.path("ratio").asDouble() * 1000);
      double expected = row.path("factor").asDouble();
      assertEquals(expected, RloMode.PAPER_EXP_ROWS.factor(beta, step, 1000), 1e-12);
      assertEquals(expected, RloMode.README_EXP_ACTIVATION.factor(beta, step, 1000), 1e-12);
      assertEquals(
          1 + beta * step / 1000.0, RloMode.CODE_INTENDED_LINEAR.factor(beta, step, 1000), 1e-12);
      assertEquals(1, RloMode.RELEASED_NOOP.factor(beta, step, 1000));
      assertEquals(1, RloMode.OFF.factor(beta, step, 1000));
    }
  }

  @Test
  void namesOfModes() {
    for (RloMode mode : RloMode.values()) {
      assertEquals(mode, RloMode.parse(mode.key()));
    }
    PeriodException wrong = assertThrows(PeriodException.class, () -> RloMode.parse("paper"));
    assertTrue(wrong.getMessage().contains("paper_exp_rows"), wrong.getMessage());
  }

  /** Both moments scale with a constant factor, their ratio does not: only eps sees it. */
  @Test
  void aConstantFactorOfARowDoesNothingUnderAdam() {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    float[] start = Tensors.normal(random, 12, 1);
    parameters.put("plain", Torch.floats(scope, start, 3, 4));
    parameters.put("boosted", Torch.floats(scope, start, 3, 4));
    NDArray row = Torch.floats(scope, new float[] {1, 1.5f, 1}, 3, 1);
    try (Adam optimizer = new Adam(parameters, AdamRule.adamW(0.9, 0.999, 1e-8, 0))) {
      for (int step = 0; step < 50; step++) {
        NDArray g = Tensors.normal(scope, random, 1, 3, 4);
        NDArray loss =
            Autograd.record(
                () -> {
                  NDArray plain = parameters.get("plain").mul(g).sum();
                  return plain.add(parameters.get("boosted").mul(g.mul(row)).sum());
                });
        loss.attach(scope);
        Autograd.backward(scope, loss);
        optimizer.step(scope, 1e-2, Double.POSITIVE_INFINITY);
      }
    }
    Tensors.assertClose("weights", parameters.get("plain"), parameters.get("boosted"), 1e-5);
    double moved = 0;
    float[] end = parameters.get("plain").toFloatArray();
    for (int i = 0; i < end.length; i++) {
      moved = Math.max(moved, Math.abs(end[i] - start[i]));
    }
    assertTrue(moved > 0.01, "the weights moved by " + moved);
  }

  /** Two processes, of which one alone has seen layer b. */
  @Test
  void meansOverSeveralProcesses() {
    try (InputMeans first = new InputMeans(Device.cpu());
        InputMeans second = new InputMeans(Device.cpu())) {
      first.begin(new float[] {1, 1});
      first.add(Torch.floats(scope, new float[] {2, 4}, 1, 2), "a");
      first.addRows(Torch.floats(scope, new float[] {9}, 1, 1), 3, "b");
      second.begin(new float[] {1, 1, 1});
      second.add(Torch.floats(scope, new float[] {3, 11}, 1, 2), "a");
      List<String> layers =
          RowReweighting.layers(Set.of("b.weight", "a.weight", "c.weight", "a.bias"));
      assertEquals(List.of("a", "b", "c"), layers);
      // what the other process would send in the first and the second exchange
      Iterator<double[]> others =
          List.of(new double[] {1, 2, 1, 1, 0, 0}, new double[] {2, 4, 2, 9, 3}).iterator();
      second.share(
          own -> {
            double[] other = others.next();
            assertEquals(other.length, own.length);
            double[] sum = new double[own.length];
            Arrays.setAll(sum, i -> own[i] + other[i]);
            return sum;
          },
          layers);
      assertArrayEquals(new float[] {1, 3}, second.mean(scope, "a").toFloatArray());
      assertArrayEquals(new float[] {3}, second.mean(scope, "b").toFloatArray());
      assertEquals(Set.of("a", "b"), second.layers());
    }
  }

  /** Rows of B are outputs of the adapted layer, rows of A outputs of A. */
  @Test
  void rowsOfAdapters() {
    NDArray weight = Torch.floats(scope, new float[] {1, 0, 0, 1, 1, 1}, 3, 2);
    NDArray a = Torch.floats(scope, new float[] {1, 1, 2, 0}, 2, 2);
    NDArray b = Torch.floats(scope, new float[] {0, 0, 0, 0, -3, 0}, 3, 2);
    Lora lora = new Lora(2, 4, 0, false, new TreeSet<>(Set.of("l")), new TreeSet<>(), "");
    Map<String, NDArray> parameters = Map.of("l.weight", weight, Lora.a("l"), a, Lora.b("l"), b);
    NDArray loss =
        Autograd.record(
            () -> {
              Autograd.requireGradient(a, true);
              Autograd.requireGradient(b, true);
              return a.sum().add(b.sum());
            });
    loss.attach(scope);
    Autograd.backward(scope, loss);
    try (InputMeans means = new InputMeans(Device.cpu())) {
      means.begin(new float[] {1});
      means.add(Torch.floats(scope, new float[] {1, 3}, 1, 2), "l");
      BoostedChannels channels = new RowReweighting(parameters, lora).apply(scope, means, 2);
      // A m = (4, 2), mean 3; W m + 2 B A m = (1, 3, 4 - 24), mean below 1
      assertArrayEquals(new float[] {1, 1, 2, 2}, Autograd.gradient(scope, a).toFloatArray());
      assertArrayEquals(new float[] {1, 1, 1, 1, 2, 2}, Autograd.gradient(scope, b).toFloatArray());
      assertEquals(new BoostedChannels(2, 5, 2), channels);
    }
  }

  @Test
  void frozenLayersAreNotCounted() {
    NDArray weight = Tensors.normal(scope, new SplittableRandom(1), 1, 4, 3);
    try (InputMeans means = new InputMeans(Device.cpu())) {
      means.begin(new float[] {1, 0});
      means.add(
          means.counted().matMul(Torch.floats(scope, new float[] {1, 2, 3, 4, 5, 6}, 2, 3)), "a");
      assertArrayEquals(new float[] {1, 2, 3}, means.mean(scope, "a").toFloatArray());
      BoostedChannels none =
          new RowReweighting(Map.of("a.weight", weight), null).apply(scope, means, 1.05);
      assertEquals(0, none.all());
      assertEquals(1, none.meanWeight());
    }
  }
}
