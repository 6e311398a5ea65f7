package dev.period.infer.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/**
 * All counting figures of one system on one set of items, with 95 % intervals.
 *
 * @param n number of items
 * @param figures the figures that are defined on these items
 */
public record CountMetrics(int n, Map<CountMetric, Estimate> figures) {

  /** Makes the figures unmodifiable. */
  public CountMetrics {
    EnumMap<CountMetric, Estimate> copy = new EnumMap<>(CountMetric.class);
    copy.putAll(figures);
    figures = Collections.unmodifiableMap(copy);
  }

  /**
   * Scores {@code predicted} against {@code truth}, item by item. The result does not depend on the
   * order of the items.
   *
   * @param predicted counts, not necessarily whole
   * @param truth true counts, not negative
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static CountMetrics of(double[] predicted, double[] truth) {
    if (predicted.length != truth.length) {
      throw new IllegalArgumentException(
          predicted.length + " predictions for " + truth.length + " true counts");
    }
    int n = truth.length;
    EnumMap<CountMetric, Estimate> figures = new EnumMap<>(CountMetric.class);
    if (n == 0) {
      return new CountMetrics(0, figures);
    }
    // seeded draws pick positions, so a canonical order makes the interval independent of the given
    // one
    double[][] pairs = new double[n][];
    Arrays.setAll(pairs, i -> new double[] {predicted[i], truth[i]});
    Arrays.sort(pairs, Comparator.<double[]>comparingDouble(p -> p[1]).thenComparing(p -> p[0]));
    double[] drawnPredicted = new double[n];
    double[] drawnTruth = new double[n];
    CountMetric[] metrics = CountMetric.values();
    Estimate[] estimates =
        Bootstrap.estimate(
            n,
            indices -> {
              for (int i = 0; i < n; i++) {
                drawnPredicted[i] = pairs[indices[i]][0];
                drawnTruth[i] = pairs[indices[i]][1];
              }
              double[] values = new double[metrics.length];
              Arrays.setAll(values, m -> metrics[m].of(drawnPredicted, drawnTruth));
              return values;
            });
    for (int m = 0; m < metrics.length; m++) {
      if (Double.isFinite(estimates[m].value())) {
        figures.put(metrics[m], estimates[m]);
      }
    }
    return new CountMetrics(n, figures);
  }

  /** The value of {@code metric}, or NaN where it is undefined on these items. */
  public double value(CountMetric metric) {
    Estimate estimate = figures.get(metric);
    return estimate == null ? Double.NaN : estimate.value();
  }
}
