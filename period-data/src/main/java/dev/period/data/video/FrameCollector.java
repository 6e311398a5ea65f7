package dev.period.data.video;

import dev.period.core.FrameSequence;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Pulls frames from a source and keeps those of a stretch of time, scaled. */
final class FrameCollector implements AutoCloseable {
  private final MediaSource source;
  private final int width;
  private final int height;
  private final FrameStore store;
  private final double frameSeconds;
  private final FrameTimes times;
  private @Nullable FrameScaler scaler;
  private double firstTime = Double.NaN;
  private double lastTime = Double.NaN;
  private boolean reachedEnd;
  private int seen;

  FrameCollector(
      MediaSource source, int width, int height, VideoLimits limits, double expectedSeconds) {
    this.source = source;
    this.width = width;
    this.height = height;
    this.frameSeconds = source.frameSeconds();
    this.times = new FrameTimes(frameSeconds);
    // The claims of a file only size the first allocation up to here; beyond it frames must come.
    int expected = (int) Math.min(512, expectedSeconds / frameSeconds + 2);
    this.store = new FrameStore(width, height, limits.maxKeptFrames(), expected);
  }

  /** Keeps the frames with {@code start <= time < end}, in seconds. */
  void collect(double start, double end) {
    AVFrame frame = source.next();
    while (frame != null) {
      double time = times.next(source.seconds(frame));
      if (Double.isNaN(firstTime)) {
        firstTime = time;
      }
      if (time >= end) {
        reachedEnd = true;
        return;
      }
      lastTime = time;
      if (time >= start) {
        seen++;
        if (store.wantsNext()) {
          keep(frame, time);
        }
      }
      frame = source.next();
    }
  }

  private void keep(AVFrame frame, double time) {
    if (scaler == null) {
      scaler = new FrameScaler(width, height, Orientation.of(frame));
    }
    int offset = store.reserve(time);
    if (!scaler.scale(frame, store.pixels(), offset)) {
      store.cancel();
    }
  }

  /** Frames in the stretch, kept or not. */
  int seen() {
    return seen;
  }

  int kept() {
    return store.kept();
  }

  /** When the last frame decoded before the end of the stretch is shown; NaN for none. */
  double lastTime() {
    return lastTime;
  }

  /** Whether a frame after the stretch was reached. */
  boolean reachedEnd() {
    return reachedEnd;
  }

  /** Whether the first frame decoded comes later than {@code seconds}, by more than one frame. */
  boolean startsAfter(double seconds) {
    return !(firstTime <= seconds + frameSeconds);
  }

  /** The time at which the last frame decoded stops being shown, in seconds. */
  double endOfFrames() {
    return lastTime + frameSeconds;
  }

  FrameSequence toSequence(double durationSeconds) {
    return store.toSequence(durationSeconds);
  }

  @Override
  public void close() {
    if (scaler != null) {
      scaler.close();
    }
  }
}
