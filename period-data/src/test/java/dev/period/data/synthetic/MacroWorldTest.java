package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.GramMatrices;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MacroWorldTest {
  private static final int FRAMES = MacroWorld.FRAMES;

  @Test
  void clipsAreWellFormed() {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      RenderedClip clip = MacroWorld.render(seed);
      assertEquals(FRAMES, clip.frames());
      assertEquals(FRAMES * MacroWorld.SIZE * MacroWorld.SIZE, clip.grey().length);
      assertTrue(MacroWorld.kinds().contains(clip.kind()), clip.kind());
      seen.add(clip.kind());

      float[] phase = clip.timing().phase();
      assertEquals(FRAMES, phase.length);
      for (int t = 1; t < FRAMES; t++) {
        assertTrue(phase[t] >= phase[t - 1], "seed " + seed + " frame " + t);
      }
      assertEquals(clip.timing().count(), phase[FRAMES - 1]);
    }
    assertTrue(seen.size() >= 6, seen.toString());
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    for (long seed = 100; seed < 120; seed++) {
      RenderedClip first = MacroWorld.render(seed);
      RenderedClip second = MacroWorld.render(seed);
      assertArrayEquals(first.grey(), second.grey());
      assertArrayEquals(first.timing().phase(), second.timing().phase());
      assertEquals(first.kind(), second.kind());
      assertFalse(Arrays.equals(first.grey(), MacroWorld.render(seed + 1000).grey()));
    }
  }

  @Test
  void repetitionsShowAsStripesOnePeriodApart() {
    int period = 16;
    Timing timing = regular(FRAMES / period);
    int striped = 0;
    int clips = 40;
    for (long seed = 0; seed < clips; seed++) {
      byte[] grey = MacroWorld.render(seed, timing).grey();
      float[] grams = GramMatrices.of(FrameFeatures.extract(grey, FRAMES));
      boolean peak = false;
      for (int f = 0; f < FrameFeatures.NAMES.size(); f++) {
        int offset = f * FRAMES * FRAMES;
        double beside =
            Math.max(meanAtLag(grams, offset, period - 3), meanAtLag(grams, offset, period + 3));
        peak |= meanAtLag(grams, offset, period) > beside + 0.01;
      }
      striped += peak ? 1 : 0;
    }
    // Not all: a distraction or the camera may move more than what repeats.
    assertTrue(striped >= clips * 4 / 5, striped + " of " + clips);
  }

  @Test
  void nothingRepeatsInAStillClip() {
    for (long seed = 0; seed < 20; seed++) {
      RenderedClip clip = MacroWorld.render(seed, Timing.still(FRAMES));
      assertEquals(0, clip.timing().count());
      assertEquals(FRAMES * MacroWorld.SIZE * MacroWorld.SIZE, clip.grey().length);
    }
  }

  @Test
  void aTimingOfAnotherLengthIsRefused() {
    Timing shorter = Timing.still(64);
    assertThrows(IllegalArgumentException.class, () -> MacroWorld.render(1, shorter));
  }

  private static Timing regular(int count) {
    float[] phase = new float[FRAMES];
    boolean[] active = new boolean[FRAMES];
    float[] amplitude = new float[FRAMES];
    for (int t = 0; t < FRAMES; t++) {
      phase[t] = (float) t * count / (FRAMES - 1);
      active[t] = true;
      amplitude[t] = 1;
    }
    return new Timing(count, phase, active, amplitude);
  }

  private static double meanAtLag(float[] grams, int offset, int lag) {
    double sum = 0;
    for (int t = 0; t + lag < FRAMES; t++) {
      sum += grams[offset + t * FRAMES + t + lag];
    }
    return sum / (FRAMES - lag);
  }
}
