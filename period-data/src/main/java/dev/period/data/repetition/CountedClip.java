package dev.period.data.repetition;

import dev.period.data.qa.Span;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A video, or a part of one, in which somebody counted repetitions.
 *
 * @param id unique in its data set
 * @param source name of the video, the same for all parts of it
 * @param video where the file is, or would be
 * @param start where the part begins, in seconds; null for the beginning of the video
 * @param end where it ends; null for the end of the video
 * @param action what is repeated; empty where the data set does not say
 * @param count repetitions
 * @param cycles frames at which each repetition begins and ends; empty where that is not known
 * @param framesPerSecond to turn {@code cycles} into time; null where only the video tells
 */
public record CountedClip(
    String id,
    String source,
    Path video,
    @Nullable Double start,
    @Nullable Double end,
    String action,
    int count,
    List<Cycle> cycles,
    @Nullable Double framesPerSecond) {

  /**
   * One repetition.
   *
   * @param first frame, from 0
   * @param last frame, after {@code first}
   */
  public record Cycle(int first, int last) {}

  /** Copies the cycles. */
  public CountedClip {
    cycles = List.copyOf(cycles);
  }

  /**
   * When the repetitions happen.
   *
   * @param videoFramesPerSecond used where the data set does not tell the frame rate itself
   */
  List<Span> repetitions(double videoFramesPerSecond) {
    double rate = framesPerSecond == null ? videoFramesPerSecond : framesPerSecond;
    return cycles.stream()
        .map(cycle -> new Span(seconds(cycle.first(), rate), seconds(cycle.last(), rate)))
        .toList();
  }

  /**
   * When each repetition ends, in seconds of the video.
   *
   * @param videoFramesPerSecond used where the data set does not tell the frame rate itself
   */
  public List<Double> cycleEnds(double videoFramesPerSecond) {
    return repetitions(videoFramesPerSecond).stream().map(Span::end).toList();
  }

  /** To a tenth of a millisecond: a frame is never shorter. */
  private static double seconds(int frame, double rate) {
    return Math.round(frame / rate * 1e4) / 1e4;
  }
}
