package dev.period.core.periodicity;

import dev.period.core.FrameSequence;
import java.util.List;

/**
 * Five small fixed descriptions of each frame, in which repetition shows as self-similarity.
 *
 * <p>None of them is learned, so they mean the same for a rendered world and for a real video. Each
 * sees something that the others miss: where things are (grey), their outline whatever the light
 * (hog), that something moves (abs_diff), which way (signed_diff), and where things are apart from
 * slow drift (highpass_grey).
 */
public final class FrameFeatures {
  /** Width and height of the frames, in pixels. */
  public static final int SIZE = 48;

  /** The names of the features, in the order of {@link #extract}. */
  public static final List<String> NAMES =
      List.of("grey", "hog", "abs_diff", "signed_diff", "highpass_grey");

  /** The picture in 4×4 squares. */
  public static final Regions REGIONS = Regions.grid(4);

  private static final int PIXELS = SIZE * SIZE;

  /** Contrast below this is noise that must not be amplified; in grey levels. */
  private static final float MIN_CONTRAST = 6f;

  private FrameFeatures() {}

  /**
   * The luma of each pixel by ITU-R BT.601, rounded to the nearest grey level.
   *
   * @return 8-bit unsigned, shape [frames, 48, 48] row-major
   * @throws IllegalArgumentException if the frames are not 48×48
   */
  public static byte[] grey(FrameSequence frames) {
    if (frames.width() != SIZE || frames.height() != SIZE) {
      throw new IllegalArgumentException(
          "frames must be %d×%d pixels but are %d×%d"
              .formatted(SIZE, SIZE, frames.width(), frames.height()));
    }
    byte[] rgb = frames.rgb();
    byte[] grey = new byte[rgb.length / 3];
    for (int i = 0, c = 0; i < grey.length; i++, c += 3) {
      int red = rgb[c] & 0xFF;
      int green = rgb[c + 1] & 0xFF;
      int blue = rgb[c + 2] & 0xFF;
      grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    }
    return grey;
  }

  /**
   * The features of a clip. Each frame's mean is removed first (light changes), and the whole clip
   * is divided by its standard deviation (contrast).
   *
   * <ul>
   *   <li>grey: 16×16 cell means, 256 values
   *   <li>hog: square root of the mean gradient in 8×8 cells towards right, left, down and up, 4×64
   *       values
   *   <li>abs_diff: 8×8 cell means of the absolute difference to the frame before, at half
   *       resolution, 64 values
   *   <li>signed_diff: 12×12 cell means of the difference to the frame before, 144 values
   *   <li>highpass_grey: grey minus its moving average over 33 frames (the ends are repeated), 256
   *       values
   * </ul>
   *
   * <p>The first frame has no frame before it and takes the differences of the second; a single
   * frame has zero differences.
   *
   * @param grey 8-bit unsigned, shape [frames, 48, 48] row-major
   * @param frames at least 1
   * @return one matrix [frames][values] per feature, in the order of {@link #NAMES}
   * @throws IllegalArgumentException if {@code grey} does not hold {@code frames} frames
   */
  public static float[][][] extract(byte[] grey, int frames) {
    if (frames < 1 || grey.length != (long) frames * PIXELS) {
      throw new IllegalArgumentException(
          "expected %d frames of %d×%d bytes, at least one, but found %d bytes"
              .formatted(frames, SIZE, SIZE, grey.length));
    }
    float scale = 1f / Math.max(MIN_CONTRAST, standardDeviation(grey));
    float[][] cells = new float[frames][];
    float[][] hog = new float[frames][];
    float[][] absolute = new float[frames][64];
    float[][] signed = new float[frames][144];

    float[] pixels = new float[PIXELS];
    float[] blurred = new float[PIXELS];
    float[] scratch = new float[PIXELS];
    float[] half = new float[PIXELS / 4];
    float[] halfBefore = new float[PIXELS / 4];
    float[] difference = new float[PIXELS / 4];
    for (int t = 0; t < frames; t++) {
      normalise(grey, t * PIXELS, scale, pixels);
      cells[t] = new float[256];
      cellMeans(pixels, SIZE, 3, cells[t], 0);
      hog[t] = new float[256];
      boxBlur(pixels, scratch, blurred);
      gradients(blurred, hog[t]);

      float[] swap = halfBefore;
      halfBefore = half;
      half = swap;
      cellMeans(pixels, SIZE, 2, half, 0);
      if (t > 0) {
        for (int i = 0; i < half.length; i++) {
          difference[i] = half[i] - halfBefore[i];
        }
        cellMeans(difference, SIZE / 2, 2, signed[t], 0);
        for (int i = 0; i < difference.length; i++) {
          difference[i] = Math.abs(difference[i]);
        }
        cellMeans(difference, SIZE / 2, 3, absolute[t], 0);
      }
    }
    if (frames > 1) {
      absolute[0] = absolute[1].clone();
      signed[0] = signed[1].clone();
    }
    return new float[][][] {cells, hog, absolute, signed, TemporalFilter.highpass(cells)};
  }

  /** Over all pixels of all frames, unbiased, in grey levels; 0 for a single pixel. */
  private static float standardDeviation(byte[] grey) {
    long sum = 0;
    long squares = 0;
    for (byte b : grey) {
      int value = b & 0xFF;
      sum += value;
      squares += (long) value * value;
    }
    double n = grey.length;
    double mean = sum / n;
    return (float) Math.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1));
  }

  private static void normalise(byte[] grey, int offset, float scale, float[] pixels) {
    int sum = 0;
    for (int i = 0; i < PIXELS; i++) {
      sum += grey[offset + i] & 0xFF;
    }
    float mean = (float) sum / PIXELS;
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = ((grey[offset + i] & 0xFF) - mean) * scale;
    }
  }

  /** Means of {@code cell}×{@code cell} blocks of a square image, written from {@code offset}. */
  private static void cellMeans(float[] image, int size, int cell, float[] means, int offset) {
    int cells = size / cell;
    float weight = 1f / (cell * cell);
    for (int cy = 0; cy < cells; cy++) {
      for (int cx = 0; cx < cells; cx++) {
        float sum = 0;
        for (int y = cy * cell; y < (cy + 1) * cell; y++) {
          int row = y * size + cx * cell;
          for (int x = 0; x < cell; x++) {
            sum += image[row + x];
          }
        }
        means[offset + cy * cells + cx] = sum * weight;
      }
    }
  }

  /** A 3×3 mean; outside the image counts as zero, which is the mean of the normalised frame. */
  private static void boxBlur(float[] image, float[] scratch, float[] blurred) {
    for (int y = 0; y < SIZE; y++) {
      int row = y * SIZE;
      scratch[row] = image[row] + image[row + 1];
      for (int x = 1; x < SIZE - 1; x++) {
        scratch[row + x] = image[row + x - 1] + image[row + x] + image[row + x + 1];
      }
      scratch[row + SIZE - 1] = image[row + SIZE - 2] + image[row + SIZE - 1];
    }
    int last = PIXELS - SIZE;
    for (int x = 0; x < SIZE; x++) {
      blurred[x] = (scratch[x] + scratch[x + SIZE]) / 9f;
      blurred[last + x] = (scratch[last + x - SIZE] + scratch[last + x]) / 9f;
    }
    for (int i = SIZE; i < last; i++) {
      blurred[i] = (scratch[i - SIZE] + scratch[i] + scratch[i + SIZE]) / 9f;
    }
  }

  /** Four directions of 8×8 cells; the border pixels have no gradient. */
  private static void gradients(float[] image, float[] hog) {
    int cell = SIZE / 8;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int i = y * SIZE + x;
        int at = y / cell * 8 + x / cell;
        if (x > 0 && x < SIZE - 1) {
          float across = image[i + 1] - image[i - 1];
          hog[at] += Math.max(across, 0f);
          hog[64 + at] += Math.max(-across, 0f);
        }
        if (y > 0 && y < SIZE - 1) {
          float down = image[i + SIZE] - image[i - SIZE];
          hog[128 + at] += Math.max(down, 0f);
          hog[192 + at] += Math.max(-down, 0f);
        }
      }
    }
    for (int i = 0; i < hog.length; i++) {
      hog[i] = (float) Math.sqrt(hog[i] / (cell * cell));
    }
  }
}
