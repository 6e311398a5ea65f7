package dev.period.data.video;

/** Times of frames, made to grow even where a damaged file repeats times or has none. */
final class FrameTimes {
  private final double frameSeconds;
  private double last = Double.NaN;

  /** Times that are {@code frameSeconds} apart where nothing better is known. */
  FrameTimes(double frameSeconds) {
    this.frameSeconds = frameSeconds;
  }

  /** The time of the next frame, whose stamp says {@code seconds} or NaN. */
  double next(double seconds) {
    if (Double.isNaN(last)) {
      last = seconds > 0 ? seconds : 0;
    } else {
      last = seconds > last ? seconds : last + frameSeconds;
    }
    return last;
  }
}
