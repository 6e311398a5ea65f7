package dev.period.infer.eval;

import java.io.Serializable;
import java.util.List;

/**
 * When a counter saw the repetitions.
 *
 * @param seconds length of what was looked at
 * @param start where the curve begins, in seconds of the video
 * @param end where it ends
 * @param density how much of a repetition passes in each of equally long parts from {@code start}
 *     to {@code end}; empty where the counter does not tell
 * @param repetitions start and end of each, in seconds of the video; empty where the counter does
 *     not tell
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClipCurve(
    double seconds, double start, double end, double[] density, List<double[]> repetitions)
    implements Serializable {
  /** Copies the list. */
  public ClipCurve {
    repetitions = List.copyOf(repetitions);
  }
}
