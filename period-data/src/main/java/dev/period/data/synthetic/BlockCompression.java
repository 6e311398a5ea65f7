package dev.period.data.synthetic;

import java.util.Arrays;

/**
 * What JPEG does to one plane of a picture: 8×8 DCT, quantisation, inverse DCT. The entropy coding
 * loses nothing and is left out. Not thread-safe.
 *
 * <p>Source: ITU-T T.81, tables of annex K, scaled by quality as the IJG library does.
 */
public final class BlockCompression {
  private static final int BLOCK = 8;

  private static final int[] LUMINANCE = {
    16, 11, 10, 16, 24, 40, 51, 61, //
    12, 12, 14, 19, 26, 58, 60, 55, //
    14, 13, 16, 24, 40, 57, 69, 56, //
    14, 17, 22, 29, 51, 87, 80, 62, //
    18, 22, 37, 56, 68, 109, 103, 77, //
    24, 35, 55, 64, 81, 104, 113, 92, //
    49, 64, 78, 87, 103, 121, 120, 101, //
    72, 92, 95, 98, 112, 100, 103, 99
  };

  private static final int[] CHROMINANCE = {
    17, 18, 24, 47, 99, 99, 99, 99, //
    18, 21, 26, 66, 99, 99, 99, 99, //
    24, 26, 56, 99, 99, 99, 99, 99, //
    47, 66, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99
  };

  /** The DCT as an orthonormal matrix, [frequency][position]. */
  private static final float[][] DCT = dct();

  private final int size;
  private final float[] step = new float[BLOCK * BLOCK];
  private final float[] first;
  private final float[] second;

  /**
   * For square grey pictures of {@code size} pixels, a multiple of 8.
   *
   * @param quality from 1 to 100, as in JPEG encoders
   */
  public BlockCompression(int size, int quality) {
    this(size, quality, LUMINANCE);
  }

  /** For square planes of colour difference, about 128, which are kept less well. */
  public static BlockCompression ofChrominance(int size, int quality) {
    return new BlockCompression(size, quality, CHROMINANCE);
  }

  private BlockCompression(int size, int quality, int[] table) {
    this.size = size;
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    for (int i = 0; i < step.length; i++) {
      step[i] = Math.min(255, Math.max(1, (table[i] * percent + 50) / 100));
    }
    first = new float[size * size];
    second = new float[size * size];
  }

  /** Compresses and decompresses levels of 0 to 255 in place. */
  public void apply(float[] picture) {
    for (int i = 0; i < picture.length; i++) {
      picture[i] -= 128;
    }
    columns(picture, first, false);
    transpose(first, second);
    columns(second, first, false);
    quantise(first);
    columns(first, second, true);
    transpose(second, first);
    columns(first, picture, true);
    for (int i = 0; i < picture.length; i++) {
      picture[i] += 128;
    }
  }

  /** Transforms all columns at once: the inner loop runs along a row, which vectorises. */
  private void columns(float[] from, float[] to, boolean inverse) {
    Arrays.fill(to, 0);
    for (int strip = 0; strip < size; strip += BLOCK) {
      for (int k = 0; k < BLOCK; k++) {
        int out = (strip + k) * size;
        for (int n = 0; n < BLOCK; n++) {
          float weight = inverse ? DCT[n][k] : DCT[k][n];
          int in = (strip + n) * size;
          for (int j = 0; j < size; j++) {
            to[out + j] += weight * from[in + j];
          }
        }
      }
    }
  }

  /** The picture is transposed here, so the table is read the other way round. */
  private void quantise(float[] spectrum) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        float q = step[j % BLOCK * BLOCK + i % BLOCK];
        float level = spectrum[i * size + j] / q;
        spectrum[i * size + j] = q * (int) (level + Math.copySign(0.5f, level));
      }
    }
  }

  private void transpose(float[] from, float[] to) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        to[j * size + i] = from[i * size + j];
      }
    }
  }

  private static float[][] dct() {
    float[][] dct = new float[BLOCK][BLOCK];
    for (int k = 0; k < BLOCK; k++) {
      double norm = Math.sqrt((k == 0 ? 1.0 : 2.0) / BLOCK);
      for (int n = 0; n < BLOCK; n++) {
        dct[k][n] = (float) (norm * Math.cos(Math.PI * (n + 0.5) * k / BLOCK));
      }
    }
    return dct;
  }
}
