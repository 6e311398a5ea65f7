package dev.period.core.periodicity;

import java.util.Arrays;

/**
 * Self-similarity of the places in a picture where something repeats.
 *
 * <p>A map of the whole picture adds up what happens everywhere, so that a small person on a large
 * moving background is lost in it. Here every region has a map of its own, brought to the same
 * size, and those count most that repeat most: the camera's drift has no period and hardly counts.
 */
final class LocalSimilarity {
  /** Motion below this share of the average region's is noise that must not be amplified. */
  private static final float NOISE = 0.05f;

  /** Energy below which nothing moves at all, in squared units of the feature. */
  private static final float STILL = 1e-6f;

  /** Shortest repetition that is looked for, in frames, and the longest, as a share of the clip. */
  private static final int SHORTEST = 3;

  private static final double LONGEST = 0.5;

  private LocalSimilarity() {}

  /**
   * The weighted mean of the regions' Gram matrices.
   *
   * @param feature shape [frames][values]
   * @param regions the values of each region
   * @param maps takes the matrix [frames, frames] from {@code offset} on: symmetric, rows sum to
   *     zero, mean of the diagonal 1, or zero where nothing moves
   */
  static void of(float[][] feature, int[][] regions, float[] maps, int offset) {
    int frames = feature.length;
    int square = frames * frames;
    float[][] grams = new float[regions.length][square];
    float[] energy = new float[regions.length];
    float mean = 0;
    for (int r = 0; r < regions.length; r++) {
      energy[r] = GramMatrices.products(part(feature, regions[r]), grams[r], 0);
      mean += energy[r] / regions.length;
    }
    Arrays.fill(maps, offset, offset + square, 0f);
    if (mean < STILL) {
      return;
    }
    double diagonal = 0;
    for (int r = 0; r < regions.length; r++) {
      float size = energy[r] + NOISE * mean;
      float periodicity = periodicity(grams[r], frames) / size;
      float weight = periodicity * periodicity * energy[r] / size;
      diagonal += weight * energy[r] / size;
      for (int i = 0; i < square; i++) {
        maps[offset + i] += weight / size * grams[r][i];
      }
    }
    float scale = diagonal > 0 ? (float) (1 / diagonal) : 0;
    for (int i = offset; i < offset + square; i++) {
      maps[i] *= scale;
    }
  }

  /**
   * How far similarity rises again after it has fallen with the distance in time: the largest rise
   * of the mean along a diagonal over its smallest value at shorter distances. Nearly 0 for drift.
   */
  static float periodicity(float[] gram, int frames) {
    int longest = (int) (LONGEST * frames);
    float lowest = Float.POSITIVE_INFINITY;
    float rise = 0;
    for (int lag = 1; lag <= longest; lag++) {
      double sum = 0;
      for (int t = 0; t + lag < frames; t++) {
        sum += gram[t * frames + t + lag];
      }
      float similarity = (float) (sum / (frames - lag));
      if (lag >= SHORTEST) {
        rise = Math.max(rise, similarity - lowest);
      }
      lowest = Math.min(lowest, similarity);
    }
    return rise;
  }

  private static float[][] part(float[][] feature, int[] region) {
    float[][] part = new float[feature.length][region.length];
    for (int t = 0; t < part.length; t++) {
      for (int i = 0; i < region.length; i++) {
        part[t][i] = feature[t][region[i]];
      }
    }
    return part;
  }
}
