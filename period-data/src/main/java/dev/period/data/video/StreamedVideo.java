package dev.period.data.video;

import java.util.List;

/**
 * What is left to say about a video whose frames were shown one after the other.
 *
 * @param durationSeconds of the part that was asked for
 * @param warnings one sentence each; empty when all of it was read without trouble
 */
public record StreamedVideo(double durationSeconds, List<String> warnings) {
  /** Copies the warnings. */
  public StreamedVideo {
    warnings = List.copyOf(warnings);
  }
}
