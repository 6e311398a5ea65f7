package dev.period.data.qa;

import java.util.Arrays;
import java.util.List;

/**
 * How repetitions spread over the slots of a self-similarity, in pairs of neighbouring slots: what
 * the periodicity encoder is trained on.
 *
 * @param density repetitions completed in each pair, shape [slots / 2]
 * @param active the fraction of each pair that lies inside a repetition, shape [slots / 2]
 */
@SuppressWarnings("ArrayRecordComponent")
record RepetitionTargets(float[] density, float[] active) {

  /** Nothing repeats. */
  static RepetitionTargets none(int slots) {
    return new RepetitionTargets(new float[slots / 2], new float[slots / 2]);
  }

  /** {@code total} repetitions without a pause from the first to the last slot. */
  static RepetitionTargets even(double total, int slots) {
    RepetitionTargets targets = none(slots);
    if (total > 0) {
      Arrays.fill(targets.density, (float) (total / targets.density.length));
      Arrays.fill(targets.active, 1);
    }
    return targets;
  }

  /**
   * Repetitions at known times. What is cut off at the ends is spread over the rest, so that the
   * density sums to {@code total}.
   *
   * @param times of the slots in seconds, growing
   */
  static RepetitionTargets at(List<Span> repetitions, double total, double[] times) {
    RepetitionTargets targets = none(times.length);
    double before = completed(repetitions, times[0]);
    double all = completed(repetitions, times[times.length - 1]) - before;
    if (all <= 0) {
      return even(total, times.length);
    }
    for (int pair = 0; pair < targets.density.length; pair++) {
      double after = completed(repetitions, times[2 * pair + 1]);
      targets.density[pair] = (float) ((after - before) * total / all);
      before = after;
      targets.active[pair] =
          (inside(repetitions, times[2 * pair]) ? 0.5f : 0)
              + (inside(repetitions, times[2 * pair + 1]) ? 0.5f : 0);
    }
    return targets;
  }

  /** How many repetitions are over at {@code time}, counting the one under way by its share. */
  private static double completed(List<Span> repetitions, double time) {
    double sum = 0;
    for (Span span : repetitions) {
      double share = (time - span.start()) / (span.end() - span.start());
      sum += Math.min(1, Math.max(0, share));
    }
    return sum;
  }

  private static boolean inside(List<Span> repetitions, double time) {
    return repetitions.stream().anyMatch(span -> span.start() <= time && time <= span.end());
  }
}
