package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import java.nio.file.Path;

/** Frames from the video file of an item. */
public final class VideoFrames implements FrameSource {

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the item has no file
   */
  @Override
  public FrameSequence frames(EvalItem item) {
    Path video = item.video();
    if (video == null) {
      throw new IllegalArgumentException("item " + item.id() + " has no video");
    }
    Double start = item.startSeconds();
    Double end = item.endSeconds();
    return VideoReader.read(
            video,
            FrameFeatures.SIZE,
            FrameFeatures.SIZE,
            start == null ? 0 : start,
            end == null ? Double.POSITIVE_INFINITY : end,
            VideoLimits.defaults())
        .frames();
  }
}
