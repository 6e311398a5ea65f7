package dev.period.core.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPS = 1e-8;
  private static final double DECAY = 0.1;
  private static final AdamRule RULE = AdamRule.adamW(BETA1, BETA2, EPS, DECAY);

  /** One parameter, trained by the paper's algorithm in double precision. */
  private static final class Reference {
    final double[] values;
    final double[] mean;
    final double[] square;
    final double decay;
    final boolean decoupled;
    int step;

    Reference(float[] start, double decay, boolean decoupled) {
      this.decoupled = decoupled;
      this.values = new double[start.length];
      for (int i = 0; i < start.length; i++) {
        values[i] = start[i];
      }
      this.mean = new double[start.length];
      this.square = new double[start.length];
      this.decay = decay;
    }

    void update(double[] gradient, double rate) {
      step++;
      for (int i = 0; i < values.length; i++) {
        double g = decoupled ? gradient[i] : gradient[i] + decay * values[i];
        mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
        square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
        double m = mean[i] / (1 - Math.pow(BETA1, step));
        double v = square[i] / (1 - Math.pow(BETA2, step));
        values[i] -= decoupled ? rate * decay * values[i] : 0;
        values[i] -= rate * m / (Math.sqrt(v) + EPS);
      }
    }

    float[] floats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
  }

  /** The loss is the sum of squares, each with a factor that changes from step to step. */
  @ParameterizedTest
  @CsvSource({"1, true, false", "2, true, true", "3, false, false", "4, false, true"})
  void agreesWithThePapersAlsoForAParameterThatIsNotAlwaysReached(
      long seed, boolean decoupled, boolean decaysVectors) {
    AdamRule rule = new AdamRule(decoupled, BETA1, BETA2, EPS, DECAY, decaysVectors);
    SplittableRandom random = new SplittableRandom(seed);
    try (NDManager memory = Torch.scope()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      parameters.put("matrix", Tensors.normal(memory, random, 1, 3, 4));
      parameters.put("vector", Tensors.normal(memory, random, 1, 5));
      parameters.put("late", Tensors.normal(memory, random, 1, 2, 3));
      Map<String, Reference> references = new LinkedHashMap<>();
      parameters.forEach(
          (name, array) ->
              references.put(
                  name,
                  new Reference(
                      array.toFloatArray(),
                      name.equals("vector") && !decaysVectors ? 0 : DECAY,
                      decoupled)));
      try (Adam optimizer = new Adam(parameters, rule)) {
        for (int step = 0; step < 25; step++) {
          double rate = 0.01 * (1 + step % 3);
          double maxNorm = step % 2 == 0 ? 1 : 1000;
          boolean all = (step >= 10 && step < 17) || step >= 20; // joins late, and pauses
          step(optimizer, parameters, references, random, all, rate, maxNorm);
          for (Map.Entry<String, Reference> reference : references.entrySet()) {
            Tensors.assertClose(
                reference.getKey() + " after step " + step + ", seed " + seed,
                reference.getValue().floats(),
                parameters.get(reference.getKey()).toFloatArray(),
                1e-5);
          }
        }
        assertEquals(25, optimizer.state().get("matrix.step").getFloat());
        assertEquals(12, optimizer.state().get("late.step").getFloat());
      }
    }
  }

  private static void step(
      Adam optimizer,
      Map<String, NDArray> parameters,
      Map<String, Reference> references,
      SplittableRandom random,
      boolean all,
      double rate,
      double maxNorm) {
    try (NDManager scope = Torch.scope()) {
      Map<String, double[]> gradients = new LinkedHashMap<>();
      Map<String, NDArray> factors = new LinkedHashMap<>();
      double norm = 0;
      for (Map.Entry<String, NDArray> parameter : parameters.entrySet()) {
        if (parameter.getKey().equals("late") && !all) {
          continue;
        }
        long[] shape = parameter.getValue().getShape().getShape();
        NDArray factor = Tensors.normal(scope, random, 1, shape);
        factors.put(parameter.getKey(), factor);
        double[] gradient = references.get(parameter.getKey()).values.clone();
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] *= 2 * factor.toFloatArray()[i];
          norm += gradient[i] * gradient[i];
        }
        gradients.put(parameter.getKey(), gradient);
      }
      norm = Math.sqrt(norm);
      double scale = Math.min(1, maxNorm / (norm + 1e-6));
      gradients.forEach(
          (name, gradient) -> {
            for (int i = 0; i < gradient.length; i++) {
              gradient[i] *= scale;
            }
            references.get(name).update(gradient, rate);
          });
      NDArray loss =
          Autograd.record(
              () -> {
                NDArray sum = Torch.floats(scope, new float[1]).sum();
                for (Map.Entry<String, NDArray> factor : factors.entrySet()) {
                  NDArray squares = factor.getValue().mul(parameters.get(factor.getKey()).square());
                  sum = sum.add(squares.sum());
                }
                return sum;
              });
      Autograd.backward(scope, loss);
      assertEquals(norm, optimizer.step(scope, rate, maxNorm), 1e-4 * norm);
      for (String name : factors.keySet()) {
        NDArray gradient = Autograd.gradient(scope, parameters.get(name));
        assertNotNull(gradient, name);
        assertArrayEquals(new float[(int) gradient.size()], gradient.toFloatArray(), name);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5", "3", "1000"})
  void clippingScalesToTheGlobalNorm(double maxNorm) {
    Kernel norms = Kernel.load(Adam.class, "gradient_norms", Map.of());
    Kernel scale = Kernel.load(Adam.class, "scale_gradients", Map.of());
    for (long seed = 1; seed <= 3; seed++) {
      for (int sign = -1; sign <= 1; sign++) {
        SplittableRandom random = new SplittableRandom(seed);
        try (NDManager scope = Torch.scope()) {
          // all negative, of both signs, all positive
          NDArray matrix = sign(Tensors.normal(scope, random, 2, 3, 4), sign);
          NDArray vector = sign(Tensors.normal(scope, random, 2, 5), sign);
          float[] joined = matrix.flatten().concat(vector).toFloatArray();
          double sum = 0;
          for (float value : joined) {
            sum += (double) value * value;
          }
          double norm = Math.sqrt(sum);
          double factor = Math.min(1, maxNorm / (norm + 1e-6));
          float[] expected = new float[joined.length];
          for (int i = 0; i < joined.length; i++) {
            expected[i] = (float) (joined[i] * factor);
          }
          String what = "seed " + seed + ", sign " + sign;
          float[] found = norms.run(scope, List.of(matrix, vector)).toFloatArray();
          assertEquals(norm, Math.hypot(found[0], found[1]), 1e-5 * norm, what);
          scale.run(scope, List.of(matrix, vector), factor);
          Tensors.assertClose(what, expected, matrix.flatten().concat(vector).toFloatArray(), 1e-5);
        }
      }
    }
  }

  private static NDArray sign(NDArray values, int sign) {
    return sign == 0 ? values : values.abs().mul(sign);
  }

  /** PyTorch's {@code clip_grad_norm_}. */
  @Test
  void clippingAgreesWithPyTorch() throws Exception {
    JsonNode expected =
        new ObjectMapper()
            .readTree(Fixtures.path("expected/algorithms/training_misc.json").toFile())
            .path("clip_grad_norm");
    try (NDManager memory = Torch.scope()) {
      NDArray parameter = Torch.floats(memory, new float[2], 2);
      AdamRule plain = new AdamRule(true, 0, 0, 1e-8, 0, false);
      try (Adam optimizer = new Adam(Map.of("p", parameter), plain)) {
        float[] gradient = floats(expected.path("grad"));
        NDArray loss =
            Autograd.record(() -> parameter.mul(Torch.floats(memory, gradient, 2)).sum());
        Autograd.backward(memory, loss);
        float norm = optimizer.step(memory, 0, expected.path("max_norm").asDouble());
        assertEquals(expected.path("returned_norm").asDouble(), norm, 1e-6);
        // the first moment of a step with beta1 = 0 is the clipped gradient
        float[] clipped = optimizer.state().get("p.mean").toFloatArray();
        assertArrayEquals(floats(expected.path("clipped")), clipped, 1e-7f);
      }
    }
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).asDouble();
    }
    return floats;
  }

  @Test
  void withoutAnyGradientNothingHappens() {
    try (NDManager memory = Torch.scope()) {
      NDArray parameter = Torch.floats(memory, new float[] {1, 2}, 2);
      try (Adam optimizer = new Adam(Map.of("p", parameter), RULE)) {
        assertEquals(0, optimizer.step(memory, 0.5, 1));
        assertArrayEquals(new float[] {1, 2}, parameter.toFloatArray());
      }
    }
  }

  @Test
  void zeroGradientsSetsThemAllToZero() {
    Kernel zero = Kernel.load(Adam.class, "zero_gradients", Map.of());
    try (NDManager scope = Torch.scope()) {
      NDArray matrix = Torch.floats(scope, new float[] {1, -2, Float.NaN, 4}, 2, 2);
      NDArray vector = Torch.floats(scope, new float[] {Float.POSITIVE_INFINITY}, 1);
      NDArray result = zero.run(scope, List.of(matrix, vector));
      assertArrayEquals(new float[4], matrix.toFloatArray());
      assertArrayEquals(new float[1], vector.toFloatArray());
      assertArrayEquals(new float[4], result.toFloatArray());
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aStepThatIsNotFiniteIsSkipped(float bad) {
    try (NDManager memory = Torch.scope()) {
      NDArray parameter = Torch.floats(memory, new float[] {1, 2}, 2);
      try (Adam optimizer = new Adam(Map.of("p", parameter), RULE)) {
        for (float factor : new float[] {bad, 1}) {
          try (NDManager scope = Torch.scope()) {
            NDArray loss = Autograd.record(() -> parameter.mul(factor).sum());
            loss.attach(scope);
            Autograd.backward(scope, loss);
            float norm = optimizer.step(scope, 0.5, 1);
            assertEquals(factor == 1, Float.isFinite(norm));
            float[] expected = factor == 1 ? new float[] {0.5f, 1.5f} : new float[] {1, 2};
            assertArrayEquals(expected, parameter.toFloatArray(), 1e-5f);
          }
        }
        assertFalse(Float.isNaN(optimizer.state().get("p.mean").toFloatArray()[0]));
      }
    }
  }
}
