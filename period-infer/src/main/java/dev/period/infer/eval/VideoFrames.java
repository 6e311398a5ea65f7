package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.video.VideoViewer;

/** Frames from the video file of an item. */
public final class VideoFrames implements FrameSource {
  private final VideoViewer viewer;

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
    return viewer.frames(item.file(), item.from(), item.to(), FrameFeatures.SIZE);
  }
}
