package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.data.video.FrameSampling;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import java.nio.file.Path;

/** Where a report gets a few pictures of an item from. */
@FunctionalInterface
public interface KeyFrames {
  /**
   * Some frames, evenly spread over the item.
   *
   * @param n at most so many
   * @throws dev.period.core.PeriodException of kind INPUT where the video cannot be read
   */
  FrameSequence of(EvalItem item, int n);

  /** Frames of the video file of an item, small and in its own shape. */
  static KeyFrames ofVideos() {
    return (item, n) -> {
      Path video = item.video();
      if (video == null) {
        throw new IllegalArgumentException("item " + item.id() + " has no video");
      }
      Double start = item.startSeconds();
      Double end = item.endSeconds();
      return few(
          small(video, start == null ? 0 : start, end == null ? Double.POSITIVE_INFINITY : end), n);
    };
  }

  /** A few of the frames that the classical baselines see. */
  static KeyFrames of(FrameSource source) {
    return (item, n) -> few(source.frames(item), n);
  }

  private static FrameSequence few(FrameSequence frames, int n) {
    return FrameSampling.uniform(frames, Math.min(n, frames.frames()));
  }

  private static FrameSequence small(Path video, double start, double end) {
    double longerSide = 160;
    int kept = 64; // enough to find evenly spread ones, few enough to cost no memory
    VideoReader.Size size = VideoReader.displaySize(video, VideoLimits.defaults());
    double scale = longerSide / Math.max(size.width(), size.height());
    return VideoReader.read(
            video,
            (int) Math.max(1, Math.round(size.width() * scale)),
            (int) Math.max(1, Math.round(size.height() * scale)),
            start,
            end,
            VideoLimits.defaults().withMaxKeptFrames(kept))
        .frames();
  }
}
