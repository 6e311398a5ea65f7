package dev.period.data.qa;

import org.jspecify.annotations.Nullable;

/**
 * Two answers to one question about a video, one of which is better than the other.
 *
 * @param id for messages
 * @param video path of the video; relative to the folder of the file, or absolute
 * @param start where the part in question begins, in seconds of the video; null for its beginning
 * @param end where it ends, in seconds; null for the end of the video
 * @param prompt the question, without placeholders
 * @param chosen the better answer
 * @param rejected the worse one
 * @param count true number of repetitions; null where it is not known
 */
public record PreferencePair(
    String id,
    String video,
    @Nullable Double start,
    @Nullable Double end,
    String prompt,
    String chosen,
    String rejected,
    @Nullable Integer count) {

  /** Checks that there is a preference. */
  public PreferencePair {
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("'prompt' is empty");
    }
    if (chosen.isBlank() || rejected.isBlank()) {
      throw new IllegalArgumentException(
          "'" + (chosen.isBlank() ? "chosen" : "rejected") + "' is empty");
    }
    if (chosen.strip().equals(rejected.strip())) {
      throw new IllegalArgumentException("'chosen' and 'rejected' are equal: neither is better");
    }
    if (start != null && end != null && start >= end) {
      throw new IllegalArgumentException("start " + start + " is not before end " + end);
    }
  }
}
