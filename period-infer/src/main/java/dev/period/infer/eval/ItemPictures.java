package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.data.video.KeyFrames;
import dev.period.data.video.VideoLimits;

/** Where a report gets a few pictures of an item from. */
@FunctionalInterface
public interface ItemPictures {
  /**
   * Some frames, evenly spread over the item.
   *
   * @param n at most so many
   * @throws dev.period.core.PeriodException of kind INPUT where the video cannot be read
   */
  FrameSequence of(EvalItem item, int n);

  /** Frames of the video file of an item, small and in its own shape. */
  static ItemPictures ofVideos(VideoLimits limits) {
    return (item, n) ->
        KeyFrames.of(item.file(), item.from(), item.to(), Thumbnails.LONGER_SIDE, n, limits);
  }

  /** A few of the frames that the classical baselines see. */
  static ItemPictures of(FrameSource source) {
    return (item, n) -> KeyFrames.of(source.frames(item), n);
  }
}
