package dev.period.core.clip;

import dev.period.core.FrameSequence;

/**
 * Turns 8-bit frames of the model's size into normalised planes. For other sizes see {@link
 * ImagePreprocessor}.
 *
 * @param size side of the square input in pixels
 * @param mean per channel, in [0, 1]
 * @param deviation per channel, in [0, 1]
 */
// the digits are those of CLIP's published configuration
@SuppressWarnings({"ArrayRecordComponent", "MutablePublicArray", "FloatingPointLiteralPrecision"})
public record ImageProcessor(int size, float[] mean, float[] deviation) {
  /** CLIP's channel means. */
  public static final float[] CLIP_MEAN = {0.48145466f, 0.4578275f, 0.40821073f};

  /** CLIP's channel deviations. */
  public static final float[] CLIP_DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

  /** With CLIP's means and deviations. */
  static ImageProcessor clip(int size) {
    return new ImageProcessor(size, CLIP_MEAN, CLIP_DEVIATION);
  }

  /** Writes (value / 255 - mean) / deviation as [frames, 3, size, size] from {@code offset}. */
  public void fill(FrameSequence frames, float[] pixels, int offset) {
    if (frames.width() != size || frames.height() != size) {
      throw new IllegalArgumentException(
          "frames of " + frames.width() + "x" + frames.height() + " for a model of " + size);
    }
    int plane = size * size;
    byte[] rgb = frames.rgb();
    for (int f = 0; f < frames.frames(); f++) {
      for (int c = 0; c < 3; c++) {
        float scale = 1 / (255 * deviation[c]);
        float shift = mean[c] / deviation[c];
        int to = offset + (f * 3 + c) * plane;
        int from = f * plane * 3 + c;
        for (int i = 0; i < plane; i++) {
          pixels[to + i] = (rgb[from + 3 * i] & 0xff) * scale - shift;
        }
      }
    }
  }
}
