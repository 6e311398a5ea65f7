package dev.period.data.video;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** All frames of one source, each forgotten before the next is decoded. */
final class FrameStream {
  private final MediaSource source;
  private final Trouble trouble;

  FrameStream(Path file, MediaSource source, VideoLimits limits) {
    this.source = source;
    this.trouble = new Trouble(file, limits);
  }

  /** See {@link VideoReader#forEachFrame}. */
  List<String> showAll(int longestSide, VideoReader.FrameVisitor visitor) {
    source.exactPixels();
    AVFrame frame = source.next();
    if (frame == null) {
      throw trouble.noFrame(source);
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
      throw trouble.noFrame(source);
    }
    return trouble.warnings(source, source.damaged() > 0, shown, last);
  }
}
