package dev.period.core.periodicity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimilarityMapsTest {
  private static final int FRAMES = 96;
  private static final int PERIOD = 12;

  @Test
  void aGridCoversEachValueOnceInNeighbouringSquares() {
    int[][] regions = Regions.grid(4).of(256);
    assertEquals(16, regions.length);
    int[] seen = new int[256];
    for (int[] region : regions) {
      assertEquals(16, region.length);
      int corner = region[0];
      for (int value : region) {
        seen[value]++;
        assertTrue(value / 16 - corner / 16 < 4 && value % 16 - corner % 16 < 4);
      }
    }
    assertTrue(Arrays.stream(seen).allMatch(times -> times == 1));
    assertThrows(IllegalArgumentException.class, () -> Regions.grid(4).of(250));
  }

  @Test
  void runsFollowEachOther() {
    assertArrayEquals(new int[][] {{0, 1, 2}, {3, 4, 5}, {6}}, Regions.runs(3).of(7));
  }

  @Test
  void aSmallPeriodicPlaceIsFoundInALargeDrift() {
    float[][] picture = picture(true);
    float[] whole = GramMatrices.of(new float[][][] {picture});
    float[] places = new float[FRAMES * FRAMES];
    LocalSimilarity.of(picture, Regions.grid(4).of(256), places, 0);
    assertTrue(LocalSimilarity.periodicity(whole, FRAMES) < 0.1);
    assertTrue(LocalSimilarity.periodicity(places, FRAMES) > 0.5);
    // alike one period apart, unlike half a period apart
    assertTrue(diagonal(places, PERIOD) > 0.4);
    assertTrue(diagonal(places, PERIOD / 2) < -0.2);
  }

  @Test
  void placesAreASymmetricMapOfMeanDiagonalOneAndZeroWhereNothingMoves() {
    float[] places = new float[3 + FRAMES * FRAMES];
    LocalSimilarity.of(picture(true), Regions.grid(4).of(256), places, 3);
    double trace = 0;
    for (int i = 0; i < FRAMES; i++) {
      trace += places[3 + i * (FRAMES + 1)];
      double row = 0;
      for (int j = 0; j < FRAMES; j++) {
        row += places[3 + i * FRAMES + j];
        assertEquals(places[3 + i * FRAMES + j], places[3 + j * FRAMES + i], 1e-6f);
      }
      assertEquals(0, row, 1e-3);
    }
    assertEquals(1, trace / FRAMES, 1e-4);
    assertArrayEquals(new float[3], Arrays.copyOf(places, 3));

    LocalSimilarity.of(new float[FRAMES][256], Regions.grid(4).of(256), places, 3);
    assertArrayEquals(new float[places.length], places);
  }

  @Test
  void aSequenceWithoutPlacesHasThemAllInOne() {
    float[][] values = picture(false);
    float[][][] features = SequenceFeatures.extract(values, 1);
    float[] maps = SimilarityMaps.of(features, Regions.ONE);
    float[] local = SimilarityMaps.select(maps, SimilarityMaps.LOCAL, FRAMES);
    float[] same = SimilarityMaps.select(maps, List.of("highpass_grey", "signed_diff"), FRAMES);
    assertArrayEquals(same, local);
    assertArrayEquals(
        GramMatrices.of(features), SimilarityMaps.select(maps, SimilarityMaps.GLOBAL, FRAMES));
    assertSame(maps, SimilarityMaps.select(maps, SimilarityMaps.NAMES, FRAMES));
  }

  /** 16×16 values: a pan over the whole of it and, in a corner, something that swings. */
  private static float[][] picture(boolean pan) {
    SplittableRandom random = new SplittableRandom(5);
    double[] offsets = random.doubles(256, 0, 6).toArray();
    float[][] picture = new float[FRAMES][256];
    for (int t = 0; t < FRAMES; t++) {
      for (int i = 0; i < 256; i++) {
        boolean corner = i / 16 < 4 && i % 16 < 4;
        double swing = corner ? Math.sin(2 * Math.PI * t / PERIOD + offsets[i]) : 0;
        double drift = pan && !corner ? 4 * Math.cos(0.02 * t + offsets[i]) : 0;
        picture[t][i] = (float) (swing + drift + 0.1 * random.nextGaussian());
      }
    }
    return picture;
  }

  private static double diagonal(float[] map, int lag) {
    double sum = 0;
    for (int t = 0; t + lag < FRAMES; t++) {
      sum += map[t * FRAMES + t + lag];
    }
    return sum / (FRAMES - lag);
  }
}
