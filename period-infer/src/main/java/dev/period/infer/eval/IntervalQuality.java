package dev.period.infer.eval;

import dev.period.infer.metrics.Bootstrap;
import dev.period.infer.metrics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How honest the 80 % intervals are.
 *
 * @param n items with an interval
 * @param coverage fraction of them whose true count lies inside; 0.8 or a little more is right
 * @param meanWidth mean of high − low, in repetitions; narrower is better at equal coverage
 */
public record IntervalQuality(int n, Estimate coverage, Estimate meanWidth) {
  /** The probability that an interval claims. */
  public static final double LEVEL = 0.8;

  /** Of the items with an interval; empty where there are none. */
  static Optional<IntervalQuality> of(List<Outcome.Scored> outcomes) {
    List<double[]> items = new ArrayList<>();
    for (Outcome.Scored outcome : outcomes) {
      Integer low = outcome.prediction().low();
      Integer high = outcome.prediction().high();
      if (low != null && high != null) {
        int truth = outcome.item().truth();
        items.add(new double[] {low <= truth && truth <= high ? 1 : 0, high - low});
      }
    }
    if (items.isEmpty()) {
      return Optional.empty();
    }
    Estimate[] means =
        Bootstrap.estimate(
            items.size(),
            indices -> new double[] {mean(items, indices, 0), mean(items, indices, 1)});
    return Optional.of(new IntervalQuality(items.size(), means[0], means[1]));
  }

  private static double mean(List<double[]> items, int[] indices, int column) {
    double sum = 0;
    for (int index : indices) {
      sum += items.get(index)[column];
    }
    return sum / indices.length;
  }
}
