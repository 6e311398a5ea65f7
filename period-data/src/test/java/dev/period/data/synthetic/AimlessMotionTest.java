package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AimlessMotionTest {
  private static final int FRAMES = 128;

  @ParameterizedTest
  @ValueSource(ints = {6, 11, 24, 42})
  void aWaveRepeats(int period) {
    float[][] path = new float[FRAMES][2];
    for (int t = 0; t < FRAMES; t++) {
      path[t][0] = (float) Math.sin(2 * Math.PI * t / period);
    }
    assertTrue(AimlessMotion.repeats(path));
  }

  @Test
  void twoGesturesInARowRepeat() {
    float[][] path = new float[FRAMES][1];
    for (int t = 50; t < 90; t++) {
      path[t][0] = (float) Math.sin(Math.PI * (t - 50) / 20) * (t < 70 ? 1 : -1);
    }
    assertTrue(AimlessMotion.repeats(path));
  }

  @Test
  void oneGestureDoesNotRepeat() {
    float[][] path = new float[FRAMES][1];
    for (int t = 50; t < 70; t++) {
      path[t][0] = (float) Math.sin(Math.PI * (t - 50) / 20);
    }
    assertFalse(AimlessMotion.repeats(path));
  }

  @Test
  void aPoseThatComesBackTwiceIsRepetition() {
    float[][] path = new float[FRAMES][1];
    for (int t = 0; t < FRAMES; t++) {
      path[t][0] = t < 30 || (t >= 40 && t < 90) || t >= 110 ? 0 : 1; // uneven, yet there and back
    }
    assertTrue(AimlessMotion.comesBackTwice(path));
    for (int t = 90; t < FRAMES; t++) {
      path[t][0] = 0;
    }
    assertFalse(AimlessMotion.comesBackTwice(path), "once is a gesture");
  }

  @Test
  void neitherRestNorTravelRepeats() {
    float[][] path = new float[FRAMES][3];
    assertFalse(AimlessMotion.repeats(path), "rest");
    for (int t = 0; t < FRAMES; t++) {
      path[t][1] = t;
    }
    assertFalse(AimlessMotion.repeats(path), "travel");
  }

  @Test
  void noSampleRepeatsAndNearlyAllMove() {
    int moving = 0;
    for (int seed = 0; seed < 300; seed++) {
      int dims = 1 + seed % 6;
      float[][] path = AimlessMotion.sample(new SplittableRandom(seed), FRAMES, dims);
      assertEquals(FRAMES, path.length);
      assertEquals(dims, path[0].length);
      assertFalse(AimlessMotion.repeats(path), "seed " + seed);
      assertFalse(AimlessMotion.comesBackTwice(path), "seed " + seed);
      boolean moves = false;
      for (float[] pose : path) {
        for (int d = 0; d < dims; d++) {
          moves |= pose[d] != path[0][d];
        }
      }
      moving += moves ? 1 : 0;
    }
    assertTrue(moving > 290, moving + " of 300 move");
  }
}
