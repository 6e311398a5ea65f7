package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.util.Arrays;

/**
 * Frames in bounded memory: whenever it is full, every second frame goes and from then on only
 * every second one is wanted, so that what is kept stays evenly spread over the video.
 */
final class FrameStore {
  private final int width;
  private final int height;
  private final int capacity;
  private byte[] rgb;
  private double[] times;
  private int kept;
  private long offered;
  private long stride = 1;

  /**
   * An empty store.
   *
   * @param maxFrames at least 2
   * @param expectedFrames how many will probably be kept; sizes the first allocation
   */
  FrameStore(int width, int height, int maxFrames, int expectedFrames) {
    this.width = width;
    this.height = height;
    int arrayLimit = (Integer.MAX_VALUE - 64) / frameBytes();
    // Even, so that the frame that arrives when it is full is one of those that halving keeps.
    this.capacity = Math.max(2, Math.min(maxFrames, arrayLimit) & ~1);
    int initial = Math.max(1, Math.min(expectedFrames, capacity));
    this.rgb = new byte[initial * frameBytes()];
    this.times = new double[initial];
  }

  int frameBytes() {
    return 3 * width * height;
  }

  /** Whether the next frame will be kept; to be asked exactly once for each frame. */
  boolean wantsNext() {
    return offered++ % stride == 0;
  }

  /** Makes room for a wanted frame; its pixels belong into {@link #pixels()} at the result. */
  int reserve(double time) {
    if (kept == capacity) {
      halve();
    }
    if (kept == times.length) {
      int larger = (int) Math.min(capacity, 2L * times.length);
      rgb = Arrays.copyOf(rgb, larger * frameBytes());
      times = Arrays.copyOf(times, larger);
    }
    times[kept] = time;
    return kept++ * frameBytes();
  }

  /** Takes back the last reservation. */
  void cancel() {
    kept--;
  }

  byte[] pixels() {
    return rgb;
  }

  int kept() {
    return kept;
  }

  private void halve() {
    int frameBytes = frameBytes();
    int half = (kept + 1) / 2;
    for (int i = 1; i < half; i++) {
      System.arraycopy(rgb, 2 * i * frameBytes, rgb, i * frameBytes, frameBytes);
      times[i] = times[2 * i];
    }
    kept = half;
    stride *= 2;
  }

  /** What is kept, as a sequence. */
  FrameSequence toSequence(double durationSeconds) {
    int bytes = kept * frameBytes();
    byte[] exact = bytes == rgb.length ? rgb : Arrays.copyOf(rgb, bytes);
    return new FrameSequence(exact, width, height, Arrays.copyOf(times, kept), durationSeconds);
  }
}
