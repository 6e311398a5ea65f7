package dev.period.infer.metrics;

import java.util.List;

/**
 * How well moments are found, over all moments of all items (micro average).
 *
 * @param n items
 * @param precision share of the moments found that are true
 * @param recall share of the true moments that were found
 * @param f1 harmonic mean of both: 2 matched / (found + true)
 */
public record MomentMetrics(int n, Estimate precision, Estimate recall, Estimate f1) {

  /**
   * The figures, with bootstrap intervals over items.
   *
   * @param items at least one
   */
  public static MomentMetrics of(List<MomentMatching> items) {
    Estimate[] figures =
        Bootstrap.estimate(
            items.size(),
            indices -> {
              double matched = 0;
              double found = 0;
              double truth = 0;
              for (int index : indices) {
                MomentMatching item = items.get(index);
                matched += item.matched();
                found += item.found();
                truth += item.truth();
              }
              return new double[] {matched / found, matched / truth, 2 * matched / (found + truth)};
            });
    return new MomentMetrics(items.size(), figures[0], figures[1], figures[2]);
  }
}
