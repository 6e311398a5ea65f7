package dev.period.infer.eval;

import dev.period.infer.metrics.MomentMatching;
import dev.period.infer.metrics.MomentMetrics;
import dev.period.infer.metrics.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether repetitions end when the counter says so, over the items of which the true ends are
 * known.
 *
 * <p>An end is right if it lies within a quarter of the item's period of a true one: the period is
 * the median difference of the true ends (of a single repetition, the time until it ends).
 *
 * @param counted the counter's ends
 * @param uniform the same number of ends, equally spaced over all that was looked at
 */
public record TimesQuality(MomentMetrics counted, MomentMetrics uniform) {
  /** Share of a period by which an end may be off. */
  public static final double TOLERANCE = 0.25;

  /** Empty where no true end is known, or no answer tells when. */
  static Optional<TimesQuality> of(List<Outcome.Scored> outcomes) {
    List<MomentMatching> counted = new ArrayList<>();
    List<MomentMatching> uniform = new ArrayList<>();
    boolean told = false;
    for (Outcome.Scored outcome : outcomes) {
      if (outcome.item().cycleEnds().isEmpty()) {
        continue;
      }
      Double start = outcome.item().startSeconds();
      double first = start == null ? 0 : start;
      double[] truth =
          outcome.item().cycleEnds().stream().mapToDouble(Double::doubleValue).toArray();
      double tolerance = TOLERANCE * period(truth, first);
      ClipCurve curve = outcome.prediction().curve();
      double[] ends =
          curve == null
              ? new double[0]
              : curve.repetitions().stream().mapToDouble(span -> span[1]).toArray();
      double seconds = curve == null ? 0 : curve.seconds();
      double[] spaced = new double[ends.length];
      Arrays.setAll(spaced, i -> first + seconds * (i + 1) / spaced.length);
      counted.add(MomentMatching.of(ends, truth, tolerance));
      uniform.add(MomentMatching.of(spaced, truth, tolerance));
      told |= ends.length > 0;
    }
    return told
        ? Optional.of(new TimesQuality(MomentMetrics.of(counted), MomentMetrics.of(uniform)))
        : Optional.empty();
  }

  private static double period(double[] ends, double first) {
    if (ends.length == 1) {
      return ends[0] - first;
    }
    double[] durations = new double[ends.length - 1];
    Arrays.setAll(durations, i -> ends[i + 1] - ends[i]);
    return Quantile.of(durations, 0.5);
  }
}
