package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTimesTest {
  private static float[] density(int size, long seed) {
    Random random = new Random(seed);
    float[] density = new float[size];
    for (int i = 0; i < size; i++) {
      density[i] = Math.max(0, (float) random.nextGaussian());
    }
    return density;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40, 99})
  void repetitionsAreInOrderTouchAndLieInsideTheVideo(int count) {
    // shorter than a second in all, so that nothing is long enough to be a pause
    for (int seed = 0; seed < 50; seed++) {
      List<double[]> times = RepetitionTimes.of(count, density(64, seed), 2.5, 3.4);
      assertEquals(count, times.size());
      double before = 2.5;
      for (int k = 0; k < count; k++) {
        double[] repetition = times.get(k);
        assertTrue(repetition[0] < repetition[1], "repetition " + k + " takes time");
        if (k == 0) {
          assertTrue(repetition[0] >= before);
        } else {
          assertEquals(before, repetition[0]);
        }
        before = repetition[1];
      }
      assertTrue(before <= 3.4);
    }
  }

  @Test
  void theScaleOfTheDensityDoesNotMatter() {
    float[] density = density(64, 1);
    float[] larger = density.clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] *= 8;
    }
    List<double[]> expected = RepetitionTimes.of(5, density, 0, 10);
    List<double[]> actual = RepetitionTimes.of(5, larger, 0, 10);
    for (int k = 0; k < 5; k++) {
      assertEquals(expected.get(k)[0], actual.get(k)[0], 1e-4);
      assertEquals(expected.get(k)[1], actual.get(k)[1], 1e-4);
    }
  }

  @Test
  void repetitionsLieWhereTheDensityIs() {
    // nothing, then four repetitions of four pairs each, then nothing
    float[] density = new float[32];
    Arrays.fill(density, 8, 24, 0.25f);
    List<double[]> times = RepetitionTimes.of(4, density, 0, 63);
    // frames 0 to 15 show nothing: the first repetition begins with frame 15
    assertEquals(15.4, times.get(0)[0], 0.01);
    for (int k = 1; k < 4; k++) {
      assertEquals(15 + 8 * k, times.get(k)[0], 0.01);
    }
    assertEquals(46.6, times.get(3)[1], 0.01);
    assertEquals(7.8, RepetitionTimes.period(times), 0.02);
  }

  @Test
  void aPauseBetweenRepetitionsIsPartOfNone() {
    // two repetitions of eight pairs, twelve pairs of nothing, two more; half a second a frame
    float[] density = new float[44];
    Arrays.fill(density, 0, 16, 0.125f);
    Arrays.fill(density, 28, 44, 0.125f);
    Arrays.fill(density, 13, 16, 0); // what was counted before the pause is not quite two
    List<double[]> times = RepetitionTimes.of(4, density, 0, 43.5);
    assertEquals(12.5, times.get(1)[1], 0.01);
    assertEquals(27.5, times.get(2)[0], 0.01);
    assertEquals(times.get(0)[1], times.get(1)[0]);
    assertEquals(times.get(2)[1], times.get(3)[0]);
  }

  @Test
  void aPauseAtAnEndOfAllIsLeftToTheRepetitionThere() {
    float[] density = new float[44];
    density[0] = 0.01f; // a little that comes long before the first repetition
    Arrays.fill(density, 24, 44, 0.1f);
    List<double[]> times = RepetitionTimes.of(2, density, 0, 43.5);
    assertEquals(2, times.size());
    assertEquals(times.get(0)[1], times.get(1)[0]);
  }

  @Test
  void repetitionsWithPausesAreInOrderToo() {
    for (int count : new int[] {1, 2, 3, 7, 20}) {
      for (int seed = 0; seed < 200; seed++) {
        float[] density = density(64, seed);
        Random random = new Random(seed);
        for (int pauses = 0; pauses < 3; pauses++) {
          int from = random.nextInt(56);
          Arrays.fill(density, from, from + 8, 0);
        }
        double before = 0;
        for (double[] repetition : RepetitionTimes.of(count, density, 0, 40)) {
          assertTrue(before <= repetition[0], count + " " + seed);
          assertTrue(repetition[0] < repetition[1], count + " " + seed);
          before = repetition[1];
        }
        assertTrue(before <= 40);
      }
    }
  }

  @Test
  void aFlatZeroDensityMeansEvenRepetitions() {
    List<double[]> times = RepetitionTimes.of(4, new float[64], 0, 127);
    // the first pair has no frame before it and so takes half the time
    assertEquals(31, times.get(1)[0], 1e-3);
    assertEquals(63, times.get(2)[0], 1e-3);
    assertEquals(95, times.get(3)[0], 1e-3);
  }

  @Test
  void negativeDensityCountsAsNone() {
    float[] density = {-5, -5, 1, 1};
    List<double[]> times = RepetitionTimes.of(1, density, 0, 4);
    // frame 3 of eight is the last one before anything repeats
    assertTrue(times.get(0)[0] >= 4 * 3 / 7.0 && times.get(0)[1] <= 4);
  }

  @Test
  void noRepetitionHasNoTimeAndNoPeriod() {
    assertEquals(List.of(), RepetitionTimes.of(0, density(64, 1), 0, 8));
    assertNull(RepetitionTimes.period(List.of()));
  }

  @Test
  void thePeriodIsTheMedianDuration() {
    double[][] odd = {{0, 1}, {1, 3}, {3, 20}};
    double[][] even = {{0, 1}, {1, 3}, {3, 6}, {6, 20}};
    assertEquals(2.0, RepetitionTimes.period(List.of(odd)));
    assertEquals(2.5, RepetitionTimes.period(List.of(even)));
  }

  @Test
  void aVideoOfOneMomentHasAllItsRepetitionsThere() {
    for (double[] repetition : RepetitionTimes.of(3, density(8, 1), 1.5, 1.5)) {
      assertEquals(1.5, repetition[0]);
      assertEquals(1.5, repetition[1]);
    }
  }
}
