package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void phaseRisesFromZeroToTheCount() {
    for (int seed = 0; seed < 2000; seed++) {
      Timing timing = Timing.sample(new SplittableRandom(seed), 128);
      float[] phase = timing.phase();
      assertEquals(0, phase[0], "seed " + seed);
      assertEquals(timing.count(), phase[127], "seed " + seed);
      for (int t = 1; t < 128; t++) {
        assertTrue(phase[t] >= phase[t - 1], "seed " + seed + " frame " + t);
      }
    }
  }

  @Test
  void countsAreSpreadAsDocumented() {
    int[] histogram = new int[Timing.MAX_COUNT + 1];
    for (int seed = 0; seed < 4000; seed++) {
      histogram[Timing.sample(new SplittableRandom(seed), 128).count()]++;
    }
    assertEquals(0.07, histogram[0] / 4000.0, 0.02);
    assertEquals(0.03, histogram[1] / 4000.0, 0.015);
    for (int count = 2; count <= Timing.MAX_COUNT; count++) {
      assertTrue(histogram[count] > 0, "no clip of " + count);
    }
  }

  @Test
  void noRepetitionIsTooShortToBeSeen() {
    for (int seed = 0; seed < 2000; seed++) {
      float[] phase = Timing.sample(new SplittableRandom(seed), 128).phase();
      for (int t = 2; t < 128; t++) {
        assertTrue(phase[t] - phase[t - 2] < 2 / 2.4f, "seed " + seed + " frame " + t);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSamePath() {
    float[][] first = path(7);
    float[][] second = path(7);
    for (int t = 0; t < 128; t++) {
      assertArrayEquals(first[t], second[t]);
    }
  }

  @Test
  void everyPathIsFinite() {
    for (int seed = 0; seed < 500; seed++) {
      for (float[] pose : path(seed)) {
        for (float value : pose) {
          assertTrue(Float.isFinite(value), "seed " + seed);
        }
      }
    }
  }

  private static float[][] path(long seed) {
    SplittableRandom rng = new SplittableRandom(seed);
    Timing timing = Timing.sample(rng, 128);
    return Trajectory.sample(rng, 1 + (int) (seed % 6), timing, (int) (seed % 3), 1);
  }
}
