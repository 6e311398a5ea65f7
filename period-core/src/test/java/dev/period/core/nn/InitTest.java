package dev.period.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE})
  void meanAndDeviation(long seed) {
    float[] values = new Init(1, 0.5f).values(20000, seed);
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    for (float value : values) {
      square += (value - mean) * (value - mean) / values.length;
    }
    assertEquals(1, mean, 0.02, "seed " + seed);
    assertEquals(0.5, Math.sqrt(square), 0.01, "seed " + seed);
  }

  @Test
  void theSameSeedGivesTheSameValues() {
    Init init = Init.fanIn(16);
    assertEquals(0.25f, init.deviation());
    assertArrayEquals(init.values(100, 3), init.values(100, 3));
    assertFalse(Arrays.equals(init.values(100, 3), init.values(100, 4)));
    // on every machine and with every version
    assertArrayEquals(
        new float[] {-0.014343303f}, Init.normal(0.02).values(1, 42), 1e-8f, "seed 42");
  }

  @Test
  void constants() {
    assertArrayEquals(new float[] {0, 0}, Init.ZEROS.values(2, 5));
    assertArrayEquals(new float[] {1, 1}, Init.ONES.values(2, 5));
  }

  /** So that adding a parameter does not change how the others start. */
  @Test
  void aFreshParameterDependsOnSeedAndNameAlone() {
    Init init = Init.normal(1);
    long[] shape = {4, 5};
    float[] values = ParameterSource.fresh(1).values("a.weight", init, shape);
    assertEquals(20, values.length);
    assertArrayEquals(values, ParameterSource.fresh(1).values("a.weight", init, shape));
    assertFalse(Arrays.equals(values, ParameterSource.fresh(1).values("b.weight", init, shape)));
    assertFalse(Arrays.equals(values, ParameterSource.fresh(2).values("a.weight", init, shape)));
  }
}
