package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrajectoryTest {
  private static final int REPETITIONS = 8;
  private static final int PERIOD = 16;
  private static final int PATHS = 3000;

  /** Eight repetitions of the same length and size, without a rest. */
  private static Timing even() {
    int frames = REPETITIONS * PERIOD;
    float[] phase = new float[frames];
    boolean[] active = new boolean[frames];
    float[] amplitude = new float[frames];
    for (int t = 0; t < frames; t++) {
      phase[t] = (float) t / PERIOD;
    }
    Arrays.fill(active, true);
    Arrays.fill(amplitude, 1);
    return new Timing(REPETITIONS, phase, active, amplitude);
  }

  /** How far the middle of a repetition is from that of another one, so many later. */
  private static double distance(float[][] path, int later) {
    double sum = 0;
    int n = 0;
    for (int k = 0; k + later < REPETITIONS; k++) {
      float[] one = path[k * PERIOD + PERIOD / 2];
      float[] other = path[(k + later) * PERIOD + PERIOD / 2];
      for (int d = 0; d < one.length; d++) {
        sum += (one[d] - other[d]) * (one[d] - other[d]);
        n++;
      }
    }
    return Math.sqrt(sum / n);
  }

  @Test
  void onSomePathsEveryOtherRepetitionLooksDifferent() {
    int differing = 0;
    for (int seed = 0; seed < PATHS; seed++) {
      float[][] path =
          Trajectory.sample(new SplittableRandom(seed), 2, even(), Trajectory.IDLE_FREEZE, 1);
      double next = distance(path, 1);
      double afterNext = distance(path, 2);
      if (next > 0.02 && next > 4 * afterNext) {
        differing++;
      }
    }
    // jitter hides some of them
    assertTrue(differing > 0.03 * PATHS, differing + " differ");
    assertTrue(differing < 0.25 * PATHS, differing + " differ");
  }

  @Test
  void thePathIsClosed() {
    int closed = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[][] path =
          Trajectory.sample(new SplittableRandom(seed), 3, even(), Trajectory.IDLE_FREEZE, 1);
      assertEquals(REPETITIONS * PERIOD, path.length);
      closed += distance(path, 2) < 0.5 ? 1 : 0;
    }
    assertTrue(closed > 150, "repetitions look alike: " + closed);
  }
}
