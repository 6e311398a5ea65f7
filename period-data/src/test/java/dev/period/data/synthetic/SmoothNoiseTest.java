package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothNoiseTest {
  private static final int CURVES = 4000;

  @ParameterizedTest
  @ValueSource(doubles = {0, 4, 10, 60})
  void everyFrameIsStandardNormal(double scale) {
    float[][] curve = SmoothNoise.of(new SplittableRandom(1), 40, CURVES, scale);
    for (float[] frame : curve) {
      double mean = 0;
      for (float value : frame) {
        mean += value / CURVES;
      }
      assertEquals(0, mean, 0.07);
      assertEquals(1, correlation(frame, frame), 0.1);
    }
  }

  @Test
  void framesAreAsAlikeAsTheLengthSays() {
    float[][] curve = SmoothNoise.of(new SplittableRandom(2), 50, CURVES, 10);
    assertTrue(correlation(curve[20], curve[21]) > 0.95);
    assertEquals(0.17, correlation(curve[20], curve[30]), 0.05);
    assertEquals(0, correlation(curve[10], curve[40]), 0.05);
  }

  @Test
  void noMomentIsCalmerThanAnother() {
    double[] smooth = speeds(SmoothNoise.of(new SplittableRandom(3), 101, CURVES, 10));
    double[] sway = speeds(HandSway.of(new SplittableRandom(3), 101, CURVES, 10));
    assertTrue(lowest(smooth) > 0.85 * highest(smooth));
    assertTrue(lowest(sway) < 0.1 * highest(sway));
  }

  @Test
  void theSameSeedGivesTheSameCurve() {
    float[][] once = SmoothNoise.of(new SplittableRandom(4), 1, 3, 20);
    assertArrayEquals(once, SmoothNoise.of(new SplittableRandom(4), 1, 3, 20));
  }

  /** Mean squared step of all curves, by frame. */
  private static double[] speeds(float[][] curve) {
    double[] speeds = new double[curve.length - 1];
    for (int t = 1; t < curve.length; t++) {
      for (int d = 0; d < CURVES; d++) {
        double step = curve[t][d] - curve[t - 1][d];
        speeds[t - 1] += step * step / CURVES;
      }
    }
    return speeds;
  }

  private static double lowest(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double highest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double correlation(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < CURVES; d++) {
      sum += a[d] * b[d] / CURVES;
    }
    return sum;
  }
}
