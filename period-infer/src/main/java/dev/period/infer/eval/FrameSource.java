package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import java.util.List;

/** Where the classical baselines get the frames of an item from. */
@FunctionalInterface
public interface FrameSource {
  /**
   * All frames of the item, or of its segment, at 48×48 pixels.
   *
   * @throws dev.period.core.PeriodException of kind INPUT where the video cannot be read
   */
  FrameSequence frames(EvalItem item);

  /** The item in the parts in which it is counted, to be added up; most items are one part. */
  default List<FrameSequence> parts(EvalItem item) {
    return List.of(frames(item));
  }
}
