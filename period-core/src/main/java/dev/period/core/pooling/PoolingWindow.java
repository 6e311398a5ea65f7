package dev.period.core.pooling;

/**
 * A window over time, height and width, and how far it moves. Nothing is padded, and what remains
 * at the end of an axis is dropped (PPLLaVA, Eq. 2).
 *
 * @param time extent in frames
 * @param height extent in rows
 * @param width extent in columns
 * @param timeStride step in frames
 * @param heightStride step in rows
 * @param widthStride step in columns
 */
public record PoolingWindow(
    int time, int height, int width, int timeStride, int heightStride, int widthStride) {

  /** Checks that all numbers are positive. */
  public PoolingWindow {
    if (Math.min(Math.min(time, height), width) < 1
        || Math.min(Math.min(timeStride, heightStride), widthStride) < 1) {
      throw new IllegalArgumentException("a pooling window needs positive extents and strides");
    }
  }

  /** A window that moves by its own extent. */
  public static PoolingWindow of(int time, int height, int width) {
    return new PoolingWindow(time, height, width, time, height, width);
  }

  /**
   * The window for inputs of {@code frames}: no longer than they are. Images are pooled one by one,
   * as PPLLaVA does with (1, 3, 3) where videos have (2, 3, 3).
   */
  public PoolingWindow over(int frames, boolean video) {
    int t = video ? Math.min(time, frames) : 1;
    return new PoolingWindow(t, height, width, video ? timeStride : 1, heightStride, widthStride);
  }

  /** Whether every token stays as it is. */
  public boolean isIdentity() {
    return time * height * width * timeStride * heightStride * widthStride == 1;
  }

  /** Frames that come out of {@code frames}. */
  public int framesOut(int frames) {
    return out(frames, time, timeStride);
  }

  /** Rows that come out of {@code rows}. */
  public int rowsOut(int rows) {
    return out(rows, height, heightStride);
  }

  /** Columns that come out of {@code columns}. */
  public int columnsOut(int columns) {
    return out(columns, width, widthStride);
  }

  private static int out(int n, int extent, int stride) {
    return n < extent ? 0 : (n - extent) / stride + 1;
  }
}
