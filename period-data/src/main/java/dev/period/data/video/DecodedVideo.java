package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.util.List;

/**
 * The frames of a video and what a user should know about how they were read.
 *
 * @param frames at least one frame
 * @param warnings one sentence each; empty when the whole video was read without trouble
 * @param still whether the file is an image, in which no time passes
 * @param timedOut whether only a part is there because decoding took too long
 */
public record DecodedVideo(
    FrameSequence frames, List<String> warnings, boolean still, boolean timedOut) {
  /** Frames for which there was time enough. */
  public DecodedVideo(FrameSequence frames, List<String> warnings, boolean still) {
    this(frames, warnings, still, false);
  }

  /** Copies the warnings. */
  public DecodedVideo {
    warnings = List.copyOf(warnings);
  }
}
