package dev.period.data.video;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** All frames of a part of a file, each forgotten before the next is decoded. */
final class FrameStream {
  private final Path file;
  private final int longestSide;
  private final double start;
  private final double end;
  private final VideoLimits limits;
  private final Deadline deadline;
  private final Trouble trouble;

  FrameStream(
      Path file, int longestSide, double start, double end, VideoLimits limits, Deadline deadline) {
    this.file = file;
    this.longestSide = longestSide;
    this.start = start;
    this.end = end;
    this.limits = limits;
    this.deadline = deadline;
    this.trouble = new Trouble(file, limits);
  }

  /** Shows the frames and tells the warnings; see {@link VideoReader#forEachFrame}. */
  List<String> run(VideoReader.FrameVisitor visitor) {
    return new StartOfPart(file, start, limits, deadline)
        .read(MediaSource::exactPixels, (source, first) -> show(source, first, visitor));
  }

  private List<String> show(MediaSource source, AVFrame first, VideoReader.FrameVisitor visitor) {
    AVFrame frame = first;
    Orientation orientation = Orientation.of(frame);
    double scale =
        Math.min(1, (double) longestSide / Math.max(1, Math.max(frame.width(), frame.height())));
    int storedWidth = (int) Math.max(1, Math.round(scale * frame.width()));
    int storedHeight = (int) Math.max(1, Math.round(scale * frame.height()));
    int width = orientation.transpose() ? storedHeight : storedWidth;
    int height = orientation.transpose() ? storedWidth : storedHeight;
    FrameTimes times = new FrameTimes(source.frameSeconds());
    byte[] rgb = new byte[3 * width * height];
    double last = Double.NaN;
    double lastShown = 0;
    int shown = 0;
    boolean reachedEnd = false;
    try (FrameScaler scaler = FrameScaler.exact(width, height, orientation)) {
      while (frame != null && !reachedEnd) {
        double time = times.next(source.seconds(frame));
        reachedEnd = time >= end;
        if (!reachedEnd) {
          last = time;
          if (time >= start && scaler.scale(frame, rgb, 0)) {
            visitor.frame(rgb, width, height, time);
            lastShown = time;
            shown++;
          }
          frame = source.next();
        }
      }
    }
    if (shown == 0) {
      throw trouble.noFrame(source, start, end, last, reachedEnd);
    }
    return trouble.warnings(source, source.damaged() > 0, shown, lastShown);
  }
}
