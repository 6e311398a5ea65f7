package dev.period.infer.eval;

import java.util.List;
import java.util.Optional;

/**
 * How honest the 80 % intervals are.
 *
 * @param n items with an interval
 * @param coverage fraction of them whose true count lies inside; 0.8 or a little more is right
 * @param meanWidth mean of high − low, in repetitions; narrower is better at equal coverage
 */
public record IntervalQuality(int n, double coverage, double meanWidth) {
  /** The probability that an interval claims. */
  public static final double LEVEL = 0.8;

  /** Of the items with an interval; empty where there are none. */
  static Optional<IntervalQuality> of(List<Outcome.Scored> outcomes) {
    int n = 0;
    int inside = 0;
    double width = 0;
    for (Outcome.Scored outcome : outcomes) {
      Integer low = outcome.prediction().low();
      Integer high = outcome.prediction().high();
      if (low != null && high != null) {
        int truth = outcome.item().truth();
        n++;
        width += high - low;
        inside += low <= truth && truth <= high ? 1 : 0;
      }
    }
    return n == 0
        ? Optional.empty()
        : Optional.of(new IntervalQuality(n, (double) inside / n, width / n));
  }
}
