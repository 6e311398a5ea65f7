package dev.period.data.signal;

import dev.period.core.FrameSequence;

/**
 * A time series as a video: each frame shows the last stretch of it as a curve filled from below,
 * as on a monitor, with the present at the right edge. Whatever reads video can read it, and what
 * repeats in the series repeats in the frames.
 */
public final class SignalFrames {
  /** The part of the whole that one frame shows. */
  private static final double WINDOW = 0.08;

  private static final int BACKGROUND = 24;
  private static final int FOREGROUND = 232;

  private SignalFrames() {}

  /**
   * Draws frames at equally spaced moments from the first to the last step. Each column of the
   * signal gets a band of its own, the first on top, scaled to its own smallest and largest value.
   *
   * @param frames at least 2
   * @param size width and height in pixels
   */
  public static FrameSequence render(Signal signal, int frames, int size) {
    int perFrame = Math.max(2, (int) Math.round(size / (WINDOW * frames)));
    int steps = (frames - 1) * perFrame + 1;
    float[][] fine = scaled(signal.resampled(steps));
    int lanes = signal.columns().size();
    byte[] rgb = new byte[3 * size * size * frames];
    double[] times = new double[frames];
    int shown = (int) Math.round(WINDOW * (steps - 1));
    for (int f = 0; f < frames; f++) {
      times[f] = f * (signal.seconds() - 1 / signal.rateHz()) / (frames - 1);
      int now = f * perFrame;
      for (int x = 0; x < size; x++) {
        int at = Math.max(0, now - (int) Math.round((size - 1 - x) * (double) shown / (size - 1)));
        column(rgb, f * size * size, size, x, fine[at], lanes);
      }
    }
    return new FrameSequence(rgb, size, size, times, signal.seconds());
  }

  /** One column of pixels; the edge of the curve is smooth, so that small changes show. */
  private static void column(byte[] rgb, int frame, int size, int x, float[] values, int lanes) {
    for (int y = 0; y < size; y++) {
      int lane = Math.min(lanes - 1, y * lanes / size);
      double laneHeight = (double) size / lanes;
      double level = (lane + 1) * laneHeight - (0.05 + 0.9 * values[lane]) * laneHeight;
      double covered = Math.min(1, Math.max(0, y + 1 - level));
      byte grey = (byte) Math.round(BACKGROUND + (FOREGROUND - BACKGROUND) * covered);
      int pixel = 3 * (frame + y * size + x);
      rgb[pixel] = grey;
      rgb[pixel + 1] = grey;
      rgb[pixel + 2] = grey;
    }
  }

  /** Each column from 0 to 1; one that never changes lies at a half. */
  private static float[][] scaled(float[][] values) {
    for (int c = 0; c < values[0].length; c++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (float[] row : values) {
        low = Math.min(low, row[c]);
        high = Math.max(high, row[c]);
      }
      for (float[] row : values) {
        row[c] = high > low ? (row[c] - low) / (high - low) : 0.5f;
      }
    }
    return values;
  }
}
