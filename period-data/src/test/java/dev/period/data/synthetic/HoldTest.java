package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final int FRAMES = 128;

  @Test
  void onlyWhatLiesOutsideOfTheRepetitionsIsHeld() {
    int held = 0;
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom rng = new SplittableRandom(seed);
      Timing timing = Timing.sample(rng, FRAMES);
      Hold hold = Hold.outside(rng, timing);
      for (int t = 0; t < FRAMES; t++) {
        if (timing.active()[t]) {
          assertFalse(hold.holds(t), "seed " + seed + ", frame " + t);
        }
        assertEquals(
            timing.phase()[t], timing.phase()[hold.at(t)], 1.01, "seed " + seed + ", frame " + t);
        held += hold.holds(t) ? 1 : 0;
      }
      if (timing.count() == 0) {
        assertEquals(hold.from(), hold.to());
      }
    }
    assertTrue(held > 300 * FRAMES / 20, "some clips have a lead-in or a lead-out: " + held);
  }

  @Test
  void aHeldPathStandsStillAtItsNearerEnd() {
    float[][] path = {{0}, {1}, {2}, {3}, {4}, {5}};
    new Hold(2, 3).freeze(path);
    float[] seen = new float[path.length];
    for (int t = 0; t < path.length; t++) {
      seen[t] = path[t][0];
    }
    assertArrayEquals(new float[] {2, 2, 2, 3, 3, 3}, seen);
    float[][] free = {{0}, {1}};
    Hold.nothing(2).freeze(free);
    assertEquals(0, free[0][0]);
    assertEquals(1, free[1][0]);
  }

  @Test
  void theCameraShakesOnlyWhereThePictureIsHeld() {
    Hold hold = new Hold(30, 90);
    double moved = 0;
    for (int seed = 0; seed < 20; seed++) {
      float[][] shake = hold.shake(new SplittableRandom(seed), FRAMES, 2);
      for (int t = 0; t < FRAMES; t++) {
        double size = Math.hypot(shake[t][0], shake[t][1]);
        assertTrue(hold.holds(t) || size == 0, "frame " + t);
        moved += size;
      }
    }
    assertTrue(moved > 20, "it does shake: " + moved);
  }
}
