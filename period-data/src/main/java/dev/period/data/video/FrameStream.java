package dev.period.data.video;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** All frames of one source, each forgotten before the next is decoded. */
final class FrameStream {
  private final Path file;
  private final MediaSource source;
  private final VideoLimits limits;

  FrameStream(Path file, MediaSource source, VideoLimits limits) {
    this.file = file;
    this.source = source;
    this.limits = limits;
  }

  /** See {@link VideoReader#forEachFrame}. */
  List<String> showAll(int longestSide, VideoReader.FrameVisitor visitor) {
    source.exactPixels();
    AVFrame frame = source.next();
    if (frame == null) {
      throw noFrame();
    }
    Orientation orientation = Orientation.of(frame);
    double scale =
        Math.min(1, (double) longestSide / Math.max(1, Math.max(frame.width(), frame.height())));
    int storedWidth = (int) Math.max(1, Math.round(scale * frame.width()));
    int storedHeight = (int) Math.max(1, Math.round(scale * frame.height()));
    int width = orientation.transpose() ? storedHeight : storedWidth;
    int height = orientation.transpose() ? storedWidth : storedHeight;
    FrameTimes times = new FrameTimes(source.frameSeconds());
    byte[] rgb = new byte[3 * width * height];
    double last = 0;
    int shown = 0;
    try (FrameScaler scaler = FrameScaler.exact(width, height, orientation)) {
      while (frame != null) {
        double time = times.next(source.seconds(frame));
        if (scaler.scale(frame, rgb, 0)) {
          visitor.frame(rgb, width, height, time);
          last = time;
          shown++;
        }
        frame = source.next();
      }
    }
    if (shown == 0) {
      throw noFrame();
    }
    return warnings(shown, last);
  }

  private PeriodException noFrame() {
    return new PeriodException(
        PeriodException.Kind.INPUT,
        file + " has no frame that can be decoded; it is damaged, cut off or too large.");
  }

  private List<String> warnings(int shown, double last) {
    if (Thread.currentThread().isInterrupted()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          file + " was not read to the end: the thread was interrupted.");
    }
    if (source.timedOut()) {
      return List.of(
          "%s: only the part up to %.1f s is used, since decoding took longer than %.0f s"
              .formatted(file, last, limits.maxDecodeSeconds()));
    }
    if (source.damaged() > 0) {
      return List.of(
          "%s is cut off or damaged: %d frames up to %.1f s are used".formatted(file, shown, last));
    }
    return List.of();
  }
}
