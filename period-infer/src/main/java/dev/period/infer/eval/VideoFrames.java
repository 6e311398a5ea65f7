package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoViewer;
import java.nio.file.Path;

/** Frames from the video file of an item. */
public final class VideoFrames implements FrameSource {
  private final VideoViewer viewer;

  /** Frames that are read each time. */
  public VideoFrames() {
    this(new VideoViewer(VideoLimits.defaults(), null));
  }

  /** Frames that {@code viewer} reads, or remembers. */
  public VideoFrames(VideoViewer viewer) {
    this.viewer = viewer;
  }

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
    return viewer.frames(
        video,
        start == null ? 0 : start,
        end == null ? Double.POSITIVE_INFINITY : end,
        FrameFeatures.SIZE);
  }
}
