package dev.period.core.periodicity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GramMatricesTest {
  @Test
  void twoFramesByHand() {
    // Centred: (-1, 0) and (1, 0); products 1 and -1; the diagonal's mean is 1 already.
    float[] gram = GramMatrices.of(new float[][][] {{{2, 5}, {4, 5}}});
    assertArrayEquals(new float[] {1, -1, -1, 1}, gram, 1e-6f);
  }

  @Test
  void agreesWithTheDefinition() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 20; trial++) {
      int frames = 1 + random.nextInt(40);
      float[][][] features = new float[2][frames][];
      for (int f = 0; f < 2; f++) {
        int dims = 1 + random.nextInt(9);
        for (int t = 0; t < frames; t++) {
          features[f][t] = new float[dims];
          for (int d = 0; d < dims; d++) {
            features[f][t][d] = (float) random.nextDouble(-2, 3);
          }
        }
      }
      assertArrayEquals(naive(features), GramMatrices.of(features), 1e-4f);
    }
  }

  @Test
  void symmetricWithMeanDiagonalOne() {
    for (long seed = 0; seed < 20; seed++) {
      int frames = 5 + (int) seed;
      float[][][] features = FrameFeatures.extract(FrameFeaturesTest.noise(frames, seed), frames);
      float[] grams = GramMatrices.of(features);
      assertEquals(5 * frames * frames, grams.length);
      for (int f = 0; f < 5; f++) {
        double trace = 0;
        for (int i = 0; i < frames; i++) {
          trace += grams[(f * frames + i) * frames + i];
          for (int j = 0; j < i; j++) {
            assertEquals(
                grams[(f * frames + j) * frames + i], grams[(f * frames + i) * frames + j]);
          }
        }
        assertEquals(1, trace / frames, 1e-4);
      }
    }
  }

  @Test
  void nothingMovesGivesZero() {
    byte[] still = new byte[10 * FrameFeatures.SIZE * FrameFeatures.SIZE];
    float[] grams = GramMatrices.of(FrameFeatures.extract(still, 10));
    assertArrayEquals(new float[grams.length], grams, 1e-3f);
  }

  @Test
  void differingFramesAreRefused() {
    float[][][] features = {new float[3][2], new float[4][2]};
    assertThrows(IllegalArgumentException.class, () -> GramMatrices.of(features));
    float[][][] ragged = {{{1, 2}, {1}}};
    assertThrows(IllegalArgumentException.class, () -> GramMatrices.of(ragged));
  }

  private static float[] naive(float[][][] features) {
    int frames = features[0].length;
    float[] grams = new float[features.length * frames * frames];
    for (int f = 0; f < features.length; f++) {
      double[][] products = new double[frames][frames];
      double trace = 0;
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j < frames; j++) {
          for (int d = 0; d < features[f][0].length; d++) {
            double mean = 0;
            for (float[] row : features[f]) {
              mean += row[d] / frames;
            }
            products[i][j] += (features[f][i][d] - mean) * (features[f][j][d] - mean);
          }
        }
        trace += products[i][i];
      }
      double scale = 1 / Math.max(1e-6, trace / frames);
      for (int i = 0; i < frames * frames; i++) {
        grams[f * frames * frames + i] = (float) (products[i / frames][i % frames] * scale);
      }
    }
    return grams;
  }
}
