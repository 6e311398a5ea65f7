package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.nio.file.Path;

/** A few pictures that show somebody what a video is about. */
public final class KeyFrames {
  /** Enough to find evenly spread ones, few enough to cost no memory. */
  private static final int KEPT = 64;

  private KeyFrames() {}

  /**
   * Frames of a part of a video file, evenly spread, in its own shape.
   *
   * @param start in seconds
   * @param end in seconds; may be infinite, for the end of the video
   * @param longerSide their width or height, whichever is larger, in pixels
   * @param n at most so many
   * @throws dev.period.core.PeriodException as {@link VideoReader#read}
   */
  public static FrameSequence of(
      Path video, double start, double end, int longerSide, int n, VideoLimits limits) {
    VideoReader.Size size = VideoReader.displaySize(video, limits);
    double scale = (double) longerSide / Math.max(size.width(), size.height());
    FrameSequence frames =
        VideoReader.read(
                video,
                (int) Math.max(1, Math.round(size.width() * scale)),
                (int) Math.max(1, Math.round(size.height() * scale)),
                start,
                end,
                limits.withMaxKeptFrames(KEPT))
            .frames();
    return of(frames, n);
  }

  /**
   * Some of the frames given, evenly spread.
   *
   * @param n at most so many
   */
  public static FrameSequence of(FrameSequence video, int n) {
    return FrameSampling.uniform(video, Math.min(n, video.frames()));
  }
}
