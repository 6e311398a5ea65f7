package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.periodicity.SimilarityMaps;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimilarityWorldTest {
  private static final int FRAMES = SimilarityWorld.FRAMES;

  @Test
  void gramsAreFiniteSymmetricAndNormalised() {
    for (int seed = 0; seed < 60; seed++) {
      float[] gram = SimilarityWorld.sample(seed).gram();
      assertEquals(SimilarityMaps.NAMES.size() * FRAMES * FRAMES, gram.length);
      for (int f = 0; f < 5; f++) {
        double trace = 0;
        for (int i = 0; i < FRAMES; i++) {
          for (int j = 0; j < i; j++) {
            float value = gram[(f * FRAMES + i) * FRAMES + j];
            assertTrue(Float.isFinite(value), "seed " + seed);
            assertEquals(value, gram[(f * FRAMES + j) * FRAMES + i]);
          }
          trace += gram[(f * FRAMES + i) * FRAMES + i];
        }
        assertEquals(FRAMES, trace, 0.1, "seed " + seed + " feature " + f);
      }
    }
  }

  @Test
  void theKindsAreWhatTheySay() {
    for (int seed = 0; seed < 40; seed++) {
      assertEquals(0, SimilarityWorld.sample(seed, SimilarityWorld.Kind.AIMLESS).timing().count());
      Timing idle = SimilarityWorld.sample(seed, SimilarityWorld.Kind.IDLE).timing();
      assertTrue(idle.count() > 0);
      int active = 0;
      for (boolean at : idle.active()) {
        active += at ? 1 : 0;
      }
      assertTrue(active <= 0.8 * FRAMES);
    }
  }

  @Test
  void theSameSeedGivesTheSameClip() {
    assertArrayEquals(SimilarityWorld.sample(11).gram(), SimilarityWorld.sample(11).gram());
  }

  @Test
  void framesOneRepetitionApartLookMoreAlikeThanHalfARepetitionApart() {
    double whole = 0;
    double half = 0;
    for (int seed = 0; seed < 200; seed++) {
      SimulatedClip clip = SimilarityWorld.sample(seed, SimilarityWorld.Kind.ANY);
      int period = (int) Math.round(Trajectory.period(clip.timing()));
      if (clip.timing().count() < 4 || period < 6) {
        continue;
      }
      for (int t = 0; t + period < FRAMES; t++) {
        if (clip.timing().active()[t] && clip.timing().active()[t + period]) {
          whole += clip.gram()[t * FRAMES + t + period];
          half += clip.gram()[t * FRAMES + t + period / 2];
        }
      }
    }
    assertTrue(whole > half + 1000, whole + " against " + half);
  }

  @Test
  void compactGramsLoseAlmostNothing() {
    float[] gram = SimilarityWorld.sample(2).gram();
    assertArrayEquals(gram, CompactGram.of(gram, FRAMES).expand(), 1e-3f);
    assertArrayEquals(new float[4], CompactGram.of(new float[4], 2).expand());
  }

  @Test
  void augmentationKeepsTimeAndTotalInStep() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedClip clip = SimilarityWorld.sample(seed);
      AugmentedGram variant =
          GramAugmentation.apply(new SplittableRandom(seed), clip.gram(), clip.timing());
      assertEquals(0, variant.phase()[0]);
      assertEquals(variant.total(), variant.phase()[FRAMES - 1]);
      assertTrue(variant.total() <= clip.timing().count() + 1e-4);
      for (int t = 1; t < FRAMES; t++) {
        assertTrue(variant.phase()[t] >= variant.phase()[t - 1] - 1e-5);
        assertEquals(clip.timing().active()[variant.source()[t]], variant.active()[t]);
      }
    }
  }
}
