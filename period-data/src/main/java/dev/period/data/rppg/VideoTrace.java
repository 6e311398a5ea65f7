package dev.period.data.rppg;

import dev.period.core.FrameSequence;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import java.nio.file.Path;
import java.util.List;

/**
 * The colour trace of a recording and how it came about.
 *
 * @param trace at the recording's own frame rate
 * @param region how the pixels were chosen, for reports
 * @param coverage the part of the picture that was averaged, in (0, 1]
 * @param warnings about the file, one sentence each
 */
public record VideoTrace(ColourTrace trace, String region, double coverage, List<String> warnings) {
  /** Larger pictures are reduced to this longer side: more pixels no longer average out noise. */
  static final int LONGEST_SIDE = 1024;

  /** A recording is read as a whole, also where that takes minutes. */
  static final VideoLimits LIMITS =
      new VideoLimits(
          VideoLimits.defaults().maxPixels(), 1800, VideoLimits.defaults().maxKeptFrames(), 1e9);

  /** Copies the warnings. */
  public VideoTrace {
    warnings = List.copyOf(warnings);
  }

  /**
   * The trace of frames that are in memory.
   *
   * @param source what they come from, for messages
   * @throws dev.period.core.PeriodException of kind INPUT if there is a single frame
   */
  public static VideoTrace of(FrameSequence frames, Path source, RegionRule rule) {
    TraceBuilder builder = new TraceBuilder(source, rule);
    int bytes = 3 * frames.width() * frames.height();
    byte[] rgb = new byte[bytes];
    for (int t = 0; t < frames.frames(); t++) {
      System.arraycopy(frames.rgb(), t * bytes, rgb, 0, bytes);
      builder.frame(rgb, frames.width(), frames.height(), frames.timesSeconds()[t]);
    }
    return builder.build(List.of());
  }

  /**
   * Reads a video in constant memory: each frame is reduced to its mean colour as it comes.
   *
   * @throws dev.period.core.PeriodException of kind INPUT if it cannot be decoded or has a single
   *     frame
   */
  public static VideoTrace read(Path video, RegionRule rule) {
    return read(video, rule, 0, Double.POSITIVE_INFINITY, LIMITS);
  }

  /**
   * Reads a part of a video.
   *
   * @param start where it begins, in seconds
   * @param end where it ends, excluded; may be infinite, for the end of the video
   * @param limits of what is read
   * @throws dev.period.core.PeriodException of kind INPUT if it cannot be decoded or the part has a
   *     single frame or none
   */
  public static VideoTrace read(
      Path video, RegionRule rule, double start, double end, VideoLimits limits) {
    TraceBuilder builder = new TraceBuilder(video, rule);
    List<String> warnings =
        VideoReader.forEachFrame(video, LONGEST_SIDE, start, end, limits, builder::frame);
    return builder.build(warnings);
  }
}
