package dev.period.core.periodicity;

import java.util.Arrays;

/**
 * How much each frame resembles each other frame, as one matrix per feature.
 *
 * <p>A motion that repeats every k frames shows as stripes k apart along the diagonal, whatever it
 * is that moves and whatever the feature.
 */
public final class GramMatrices {
  /** Keeps a clip in which nothing moves at zero instead of amplifying its rounding errors. */
  private static final float MIN_SCALE = 1e-6f;

  private GramMatrices() {}

  /**
   * The Gram matrix of each feature: centred over time, F·Fᵀ, divided by the mean of its diagonal.
   *
   * @param features one matrix [frames][values] per feature, as from {@link FrameFeatures#extract};
   *     all with the same number of frames
   * @return shape [features, frames, frames] row-major; each symmetric, with rows that sum to zero
   *     and a diagonal of mean 1, or (almost) zero where nothing changes
   * @throws IllegalArgumentException if the features differ in their number of frames, or their
   *     rows in length
   */
  public static float[] of(float[][][] features) {
    int frames = features.length == 0 ? 0 : features[0].length;
    float[] grams = new float[Math.multiplyExact(features.length, frames * frames)];
    for (int f = 0; f < features.length; f++) {
      if (features[f].length != frames) {
        throw new IllegalArgumentException(
            "feature %d has %d frames but feature 0 has %d"
                .formatted(f, features[f].length, frames));
      }
      if (frames > 0) {
        gram(features[f], grams, f * frames * frames);
      }
    }
    return grams;
  }

  private static void gram(float[][] feature, float[] grams, int offset) {
    int frames = feature.length;
    float scale = 1f / Math.max(MIN_SCALE, products(feature, grams, offset));
    for (int i = offset; i < offset + frames * frames; i++) {
      grams[i] *= scale;
    }
  }

  /**
   * The products of centred rows, not divided by anything.
   *
   * @param feature shape [frames][values]
   * @param grams takes the products from {@code offset} on
   * @return the mean of their diagonal
   */
  static float products(float[][] feature, float[] grams, int offset) {
    int frames = feature.length;
    float[][] centred = centredByValue(feature);
    float[] row = new float[frames];
    double trace = 0;
    for (int i = 0; i < frames; i++) {
      // The inner loop runs over frames, not over values: sums over the inner index would have to
      // keep their order, which stops the JIT from vectorising them.
      Arrays.fill(row, 0, i + 1, 0f);
      for (int d = 0; d < centred.length; d += 4) {
        addFour(centred, d, i, row);
      }
      for (int j = 0; j <= i; j++) {
        grams[offset + i * frames + j] = row[j];
        grams[offset + j * frames + i] = row[j];
      }
      trace += row[i];
    }
    return (float) (trace / frames);
  }

  /** Adds the products of four values of frame {@code i} with those of frames 0 to i. */
  private static void addFour(float[][] values, int d, int i, float[] row) {
    float[] v0 = values[d];
    float[] v1 = values[d + 1];
    float[] v2 = values[d + 2];
    float[] v3 = values[d + 3];
    float a0 = v0[i];
    float a1 = v1[i];
    float a2 = v2[i];
    float a3 = v3[i];
    for (int j = 0; j <= i; j++) {
      row[j] += a0 * v0[j] + a1 * v1[j] + a2 * v2[j] + a3 * v3[j];
    }
  }

  /** Transposed to [values][frames] with zero mean over time; padded with zeros to fours. */
  private static float[][] centredByValue(float[][] feature) {
    int frames = feature.length;
    int dims = feature[0].length;
    float[][] centred = new float[(dims + 3) / 4 * 4][frames];
    double[] sums = new double[dims];
    for (float[] row : feature) {
      if (row.length != dims) {
        throw new IllegalArgumentException(
            "rows of a feature differ in length: %d and %d".formatted(dims, row.length));
      }
      for (int d = 0; d < dims; d++) {
        sums[d] += row[d];
      }
    }
    for (int d = 0; d < dims; d++) {
      float mean = (float) (sums[d] / frames);
      for (int t = 0; t < frames; t++) {
        centred[d][t] = feature[t][d] - mean;
      }
    }
    return centred;
  }

  /**
   * The matrices of the same sequence backwards; exact but for the difference features, which
   * belong to the later of two frames and so come out one frame off.
   *
   * @param gram [features, frames, frames]
   */
  public static float[] reversed(float[] gram, int frames) {
    float[] reversed = new float[gram.length];
    int size = frames * frames;
    for (int offset = 0; offset < gram.length; offset += size) {
      // turning a matrix about its centre reverses both of its time axes
      for (int i = 0; i < size; i++) {
        reversed[offset + i] = gram[offset + size - 1 - i];
      }
    }
    return reversed;
  }
}
