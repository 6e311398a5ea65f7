package dev.period.data.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalPropertiesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aConstantLeavesABandPassAsZero(int order) {
    double[] constant = new double[60];
    Arrays.fill(constant, 7);
    IirFilter filter = Butterworth.bandPass(order, 0.7, 2.5, 30);
    assertArrayEquals(new double[60], filter.bothWays(constant), 1e-9);
  }

  @Test
  void filteringBothWaysKeepsThePhaseAndSquaresTheGain() {
    IirFilter filter = Butterworth.bandPass(2, 0.7, 2.5, 30);
    double[] edge = new double[3000];
    Arrays.setAll(edge, t -> Math.sin(2 * Math.PI * 0.7 * t / 30));
    double[] filtered = filter.bothWays(edge);
    for (int t = 1000; t < 2000; t++) {
      assertEquals(edge[t] / 2, filtered[t], 1e-3, "-3 dB twice is a half");
    }
  }

  @Test
  void filtersSayWhatTheyNeed() {
    IirFilter filter = Butterworth.bandPass(1, 0.6, 3.3, 30);
    assertEquals(10, filter.minSamples());
    assertEquals(10, filter.bothWays(new double[10]).length);
    assertThrows(IllegalArgumentException.class, () -> filter.bothWays(new double[9]));
    assertThrows(IllegalArgumentException.class, () -> Butterworth.bandPass(1, 0.6, 3.3, 6.6));
    assertThrows(IllegalArgumentException.class, () -> Butterworth.bandPass(1, 3, 2, 30));
    assertThrows(IllegalArgumentException.class, () -> Butterworth.bandPass(0, 1, 2, 30));
  }

  @Test
  void straightLinesAreTrend() {
    double[] line = new double[5000];
    Arrays.setAll(line, t -> 3 - 0.25 * t);
    assertArrayEquals(new double[5000], SmoothnessPriors.detrend(line, 100), 1e-7);
    assertArrayEquals(new double[2], SmoothnessPriors.detrend(new double[] {4, 9}, 100), 0);
  }

  /** The banded solution against the definition, (I + λ²D₂ᵀD₂) t = x. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 40})
  void theTrendSolvesItsEquation(int n) {
    double[] x = new Random(n).doubles(n, -1, 1).toArray();
    double[] detrended = SmoothnessPriors.detrend(x, 10);
    double[] trend = new double[n];
    Arrays.setAll(trend, i -> x[i] - detrended[i]);
    double[] left = trend.clone();
    for (int i = 0; i + 2 < n; i++) {
      double bend = 100 * (trend[i] - 2 * trend[i + 1] + trend[i + 2]);
      left[i] += bend;
      left[i + 1] -= 2 * bend;
      left[i + 2] += bend;
    }
    assertArrayEquals(x, left, 1e-10);
  }

  @Test
  void thePeriodogramHoldsTheEnergy() {
    double[] x = new Random(1).doubles(100, -1, 1).toArray();
    Periodogram found = Periodogram.of(x, 30, 256);
    double energy = Arrays.stream(found.power()).sum() * found.step();
    double expected = Arrays.stream(x).map(v -> v * v).sum() / 100;
    assertEquals(expected, energy, 1e-12);
    assertThrows(IllegalArgumentException.class, () -> Periodogram.of(x, 30, 64));
    assertThrows(IllegalArgumentException.class, () -> Periodogram.of(x, 30, 100));
  }

  @Test
  void powersOfTwo() {
    assertEquals(1, Periodogram.nextPowerOfTwo(0));
    assertEquals(1, Periodogram.nextPowerOfTwo(1));
    assertEquals(256, Periodogram.nextPowerOfTwo(255));
    assertEquals(256, Periodogram.nextPowerOfTwo(256));
    assertEquals(512, Periodogram.nextPowerOfTwo(257));
  }

  @Test
  void interpolation() {
    double[] signal = {0, 2, 4, 0};
    assertArrayEquals(
        new double[] {0, 1, 2, 3, 4, 2, 0}, LinearInterpolation.resample(signal, 7), 1e-12);
    assertArrayEquals(signal, LinearInterpolation.resample(signal, 4), 0);
    assertArrayEquals(new double[] {0}, LinearInterpolation.resample(signal, 1), 0);
    assertArrayEquals(new double[] {5, 5}, LinearInterpolation.resample(new double[] {5}, 2), 0);
    assertArrayEquals(
        new double[] {0, 0, 1, 3, 4, 2, 0, 0},
        LinearInterpolation.at(
            new double[] {1, 2, 4, 5}, signal, new double[] {0, 1, 1.5, 3, 4, 4.5, 5, 6}),
        1e-12);
    assertTrue(
        LinearInterpolation.at(new double[] {1}, new double[] {3}, new double[0]).length == 0);
  }
}
