package dev.period.data.rppg;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of another stream, as if it ended behind them. */
final class Limited extends InputStream {
  private final InputStream in;
  private long left;

  Limited(InputStream in, long bytes) {
    this.in = in;
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    int next = left > 0 ? in.read() : -1;
    left -= next < 0 ? 0 : 1;
    return next;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left <= 0 && length > 0) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }

  /** Goes on to where this stream ends. */
  void skipRest() throws IOException {
    in.skipNBytes(left);
    left = 0;
  }
}
