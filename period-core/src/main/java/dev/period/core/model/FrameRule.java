package dev.period.core.model;

import java.util.Locale;

/** Which frames of a video become visual tokens. */
public enum FrameRule {
  /** The middles of {@code visual_frames} equal parts. */
  MIDDLES,
  /** {@code visual_frames}, evenly from the first frame to the last. */
  UNIFORM,
  /** One from each of {@code visual_frames} segments, as PPLLaVA's released code takes it. */
  SEGMENTS,
  /**
   * Five a second but at least 20, and of more than 100 only every fourth, sixth, … (Period-LLM's
   * released code; its paper says 20 frames, which is {@link #UNIFORM}).
   */
  PERIOD_LLM,
  /** {@code frames_per_second}, but {@code visual_frames} evenly where that would be more. */
  FIXED_RATE,
  /** The first {@code visual_frames} at the video's own rate, for changes too fast to sample. */
  CONTIGUOUS;

  /**
   * Parses the configuration's lower-case name.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  public static FrameRule parse(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The name used in configurations. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
