package dev.period.infer.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  /** Two of four right at 0.9, one of one at 0.25: (4 · 0.4 + 1 · 0.75) / 5. */
  @Test
  void differencesAreWeightedByItems() {
    Calibration found =
        Calibration.of(
                new double[] {0.9, 0.9, 0.92, 0.88 + 0.02, 0.25},
                new boolean[] {true, true, false, false, true})
            .orElseThrow();
    assertEquals(5, found.n());
    assertEquals((4 * 0.405 + 0.75) / 5, found.ece().value(), 1e-12);
    assertTrue(found.ece().low() <= found.ece().value());
    assertTrue(found.ece().value() <= found.ece().high());
    assertEquals(2, found.bins().size());
    Calibration.Bin low = found.bins().get(0);
    assertEquals(new Calibration.Bin(0.2, 0.3, 1, 0.25, 1), low);
    assertEquals(0.5, found.bins().get(1).accuracy(), 1e-12);
  }

  @Test
  void certaintyThatIsRightIsNoError() {
    Calibration found =
        Calibration.of(new double[] {1, 1, 0}, new boolean[] {true, true, false}).orElseThrow();
    assertEquals(0, found.ece().value(), 0);
    assertEquals(List.of(1, 2), found.bins().stream().map(Calibration.Bin::n).toList());
  }

  @Test
  void itIsTheSameEveryTime() {
    double[] confidence = {0.1, 0.35, 0.5, 0.75, 0.99};
    boolean[] right = {false, true, false, true, true};
    assertEquals(Calibration.of(confidence, right), Calibration.of(confidence, right));
    assertTrue(Calibration.of(new double[0], new boolean[0]).isEmpty());
  }

  @Test
  void chanceAloneMakesAnErrorWhereItemsAreFew() {
    // one item a bin: |right - p| is 2 p (1 - p) on average
    double[] alone = {0.15, 0.55, 0.85};
    double expected = 2 * (0.15 * 0.85 + 0.55 * 0.45 + 0.85 * 0.15) / 3;
    assertEquals(expected, byChance(alone), 0.015);
    double[] many = new double[20_000];
    Arrays.setAll(many, i -> 0.05 + 0.1 * (i % 10));
    assertTrue(byChance(many) < 0.02);
    assertEquals(0, byChance(new double[] {1, 1, 0, 0}));
  }

  private static double byChance(double[] confidence) {
    return Calibration.of(confidence, new boolean[confidence.length]).orElseThrow().byChance();
  }
}
