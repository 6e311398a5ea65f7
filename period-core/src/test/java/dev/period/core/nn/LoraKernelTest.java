package dev.period.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.period.core.PeriodException;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters of a kernel that is one linear map: {@code test_linear.py}. */
class LoraKernelTest {
  private static final int WIDTH = 64;
  private static final SortedSet<String> NONE = new TreeSet<>();

  /** A source with W = 0 and B A = 1, so that a kernel returns its adapter's input alone. */
  private static ParameterSource identity() {
    return (name, init, shape) -> {
      float[] values = new float[(int) (shape[0] * shape[1])];
      if (Lora.isAdapter(name)) {
        for (int i = 0; i < WIDTH; i++) {
          values[i * WIDTH + i] = 1;
        }
      }
      return values;
    };
  }

  private static Lora lora(double dropout) {
    return new Lora(
        WIDTH, WIDTH, dropout, false, new TreeSet<>(List.of("first", "second")), NONE, "");
  }

  private static float[] run(LoraKernel kernel, List<NDArray> weights) {
    try (NDManager scope = Torch.scope()) {
      return kernel
          .apply(scope, weights, scope.ones(new Shape(50, WIDTH)))
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  private static LoraKernel kernel(Parameters parameters, String module, List<NDArray> weights) {
    weights.add(parameters.get(module + ".weight", Init.ZEROS, WIDTH, WIDTH));
    return LoraKernel.over(parameters, weights, Dtype.FP32)
        .map(module, "y", "x", WIDTH, WIDTH)
        .load(LoraKernelTest.class, "test_linear", Map.of(), module);
  }

  @Test
  void dropsAShareOfTheInputsAndScalesTheRest() {
    try (Parameters parameters =
        new Parameters(Device.cpu(), identity(), WeightFormat.TRAINING, lora(0.25))) {
      List<NDArray> weights = new ArrayList<>();
      LoraKernel kernel = kernel(parameters, "first", weights);
      parameters.dropout().seed(7);
      parameters.dropout().on(0);
      float[] values = run(kernel, weights);
      int dropped = 0;
      for (float value : values) {
        assertTrue(value == 0 || Math.abs(value - 1 / 0.75) < 1e-6, "a value of " + value);
        dropped += value == 0 ? 1 : 0;
      }
      // 3200 draws: four deviations are 0.03
      assertEquals(0.25, (double) dropped / values.length, 0.03);
    }
  }

  @Test
  void drawsAreAFunctionOfSeedPassAndPlace() {
    try (Parameters parameters =
        new Parameters(Device.cpu(), identity(), WeightFormat.TRAINING, lora(0.5))) {
      List<NDArray> weights = new ArrayList<>();
      LoraKernel first = kernel(parameters, "first", weights);
      List<NDArray> others = new ArrayList<>();
      LoraKernel second = kernel(parameters, "second", others);
      Dropout dropout = parameters.dropout();
      dropout.seed(7);
      dropout.on(3);
      float[] drawn = run(first, weights);
      float[] elsewhere = run(second, others);
      assertArrayEquals(drawn, run(first, weights), "a layer that is computed again");
      assertFalse(Arrays.equals(drawn, elsewhere), "two places");
      dropout.on(4);
      assertFalse(Arrays.equals(drawn, run(first, weights)), "two passes");
      dropout.seed(8);
      dropout.on(3);
      assertFalse(Arrays.equals(drawn, run(first, weights)), "two seeds");
      Torch.seed(99); // somebody else draws
      dropout.seed(7);
      dropout.on(3);
      assertArrayEquals(drawn, run(first, weights), "the same pass later");
      dropout.off();
      float[] ones = new float[drawn.length];
      Arrays.fill(ones, 1);
      assertArrayEquals(ones, run(first, weights), "outside training");
    }
  }

  @Test
  void aFreshAdapterChangesNothing() {
    Lora lora = new Lora(4, 8, 0, false, new TreeSet<>(List.of("first")), NONE, "");
    try (Parameters adapted =
            new Parameters(Device.cpu(), ParameterSource.fresh(5), WeightFormat.TRAINING, lora);
        Parameters plain = new Parameters(Device.cpu(), ParameterSource.fresh(5))) {
      List<NDArray> with = new ArrayList<>();
      List<NDArray> without = new ArrayList<>();
      float[] expected = run(kernel(plain, "first", without), without);
      assertArrayEquals(expected, run(kernel(adapted, "first", with), with));
      assertEquals(3, with.size());
      assertEquals(1, without.size());
      // PEFT: uniform with bound 1 / sqrt(inputs), B zero
      float[] a = adapted.all().get(Lora.a("first")).toFloatArray();
      double bound = 1 / Math.sqrt(WIDTH);
      double squares = 0;
      for (float value : a) {
        assertTrue(Math.abs(value) <= bound, "A holds " + value);
        squares += value * value / a.length;
      }
      assertEquals(bound * bound / 3, squares, 0.2 * bound * bound / 3);
      for (float value : adapted.all().get(Lora.b("first")).toFloatArray()) {
        assertEquals(0, value);
      }
    }
  }

  @Test
  void scales() {
    assertEquals(2, new Lora(8, 16, 0, false, NONE, NONE, "").scale());
    assertEquals(8, new Lora(4, 16, 0, true, NONE, NONE, "").scale());
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, rank", "2, 0, 0, alpha", "2, 1, 1, dropout", "2, 1, -0.1, dropout"})
  void refusesNumbersOutOfRange(int rank, double alpha, double dropout, String key) {
    PeriodException e =
        assertThrows(
            PeriodException.class, () -> new Lora(rank, alpha, dropout, false, NONE, NONE, ""));
    assertTrue(e.getMessage().contains(key), e.getMessage());
  }
}
