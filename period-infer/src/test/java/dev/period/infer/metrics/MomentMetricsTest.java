package dev.period.infer.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MomentMetricsTest {
  @Test
  void eachMomentIsMatchedOnce() {
    double[] truth = {1, 2, 3};
    assertEquals(
        new MomentMatching(1, 3, 3), MomentMatching.of(new double[] {0.9, 1, 1.1}, truth, 0.25));
    assertEquals(
        new MomentMatching(2, 2, 3), MomentMatching.of(new double[] {1.25, 2.8}, truth, 0.25));
    assertEquals(new MomentMatching(0, 0, 3), MomentMatching.of(new double[0], truth, 0.25));
  }

  @Test
  void noOtherMatchingIsLarger() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 500; round++) {
      double[] found = random.doubles(random.nextInt(6), 0, 4).sorted().toArray();
      double[] truth = random.doubles(random.nextInt(6), 0, 4).sorted().toArray();
      assertEquals(
          largest(found, truth, 0, 0),
          MomentMatching.of(found, truth, 0.5).matched(),
          () -> Arrays.toString(found) + " " + Arrays.toString(truth));
    }
  }

  /** The naive twin: every matching is tried. */
  private static int largest(double[] found, double[] truth, int f, int used) {
    if (f == found.length) {
      return 0;
    }
    int best = largest(found, truth, f + 1, used);
    for (int t = 0; t < truth.length; t++) {
      if ((used >> t & 1) == 0 && Math.abs(found[f] - truth[t]) <= 0.5) {
        best = Math.max(best, 1 + largest(found, truth, f + 1, used | 1 << t));
      }
    }
    return best;
  }

  @Test
  void figuresAreOfAllMomentsTogether() {
    MomentMetrics metrics =
        MomentMetrics.of(List.of(new MomentMatching(3, 3, 4), new MomentMatching(0, 2, 1)));
    assertEquals(2, metrics.n());
    assertEquals(0.6, metrics.precision().value(), 1e-12);
    assertEquals(0.6, metrics.recall().value(), 1e-12);
    assertEquals(0.6, metrics.f1().value(), 1e-12);
    assertEquals(0, metrics.f1().low());
    assertEquals(6 / 7.0, metrics.f1().high(), 1e-12);
  }
}
