package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.BlockCompression;
import java.util.Arrays;

/**
 * What a video codec does to a face: brightness and, at half size, the two colour differences are
 * quantised in blocks, and blocks that hardly change between key frames are not coded again. Both
 * take away what a pulse adds. In memory, and the same on every machine. Not thread-safe.
 */
final class FaceCodec {
  private static final int BLOCK = 16;

  private final int size;
  private final int keyFrames;
  private final double threshold;
  private final BlockCompression luma;
  private final BlockCompression chroma;
  private final float[] y;
  private final float[] cb;
  private final float[] cr;
  private final byte[] before;

  /**
   * For pictures of {@code size} pixels, a multiple of 16.
   *
   * @param quality of the blocks, 1 to 100
   * @param keyFrames every how manieth frame is coded as a whole
   * @param threshold mean change, in levels, below which a block is left as it was
   */
  FaceCodec(int size, int quality, int keyFrames, double threshold) {
    this.size = size;
    this.keyFrames = keyFrames;
    this.threshold = threshold;
    this.luma = new BlockCompression(size, quality);
    this.chroma = BlockCompression.ofChrominance(size / 2, quality);
    this.y = new float[size * size];
    this.cb = new float[size * size / 4];
    this.cr = new float[size * size / 4];
    this.before = new byte[3 * size * size];
  }

  /** Compresses and decompresses a frame in place; frames come in order. */
  void apply(byte[] rgb, int frame) {
    split(rgb);
    luma.apply(y);
    chroma.apply(cb);
    chroma.apply(cr);
    join(rgb, frame % keyFrames == 0);
  }

  private void split(byte[] rgb) {
    Arrays.fill(cb, 128);
    Arrays.fill(cr, 128);
    for (int i = 0; i < size * size; i++) {
      float r = rgb[3 * i] & 0xFF;
      float g = rgb[3 * i + 1] & 0xFF;
      float b = rgb[3 * i + 2] & 0xFF;
      y[i] = 0.299f * r + 0.587f * g + 0.114f * b;
      int half = i / size / 2 * (size / 2) + i % size / 2;
      cb[half] += (b - y[i]) / 1.772f / 4;
      cr[half] += (r - y[i]) / 1.402f / 4;
    }
  }

  private void join(byte[] rgb, boolean whole) {
    for (int top = 0; top < size; top += BLOCK) {
      for (int left = 0; left < size; left += BLOCK) {
        boolean coded = whole || change(rgb, top, left) > threshold;
        for (int k = 0; k < BLOCK * BLOCK; k++) {
          int i = (top + k / BLOCK) * size + left + k % BLOCK;
          if (coded) {
            decode(i);
          }
          System.arraycopy(before, 3 * i, rgb, 3 * i, 3);
        }
      }
    }
  }

  /** The mean difference of a block to what was shown last; noise does not count. */
  private double change(byte[] rgb, int top, int left) {
    int[] sums = new int[3];
    for (int k = 0; k < BLOCK * BLOCK; k++) {
      int i = 3 * ((top + k / BLOCK) * size + left + k % BLOCK);
      for (int c = 0; c < 3; c++) {
        sums[c] += (rgb[i + c] & 0xFF) - (before[i + c] & 0xFF);
      }
    }
    int most = Math.max(Math.abs(sums[0]), Math.max(Math.abs(sums[1]), Math.abs(sums[2])));
    return most / (double) (BLOCK * BLOCK);
  }

  private void decode(int i) {
    int half = i / size / 2 * (size / 2) + i % size / 2;
    float red = (cr[half] - 128) * 1.402f;
    float blue = (cb[half] - 128) * 1.772f;
    before[3 * i] = level(y[i] + red);
    before[3 * i + 1] = level(y[i] - (0.299f * red + 0.114f * blue) / 0.587f);
    before[3 * i + 2] = level(y[i] + blue);
  }

  private static byte level(float value) {
    return (byte) Math.min(255, Math.max(0, (int) (value + 0.5f)));
  }
}
