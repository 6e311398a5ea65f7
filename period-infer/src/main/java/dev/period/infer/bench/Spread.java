package dev.period.infer.bench;

import java.util.Arrays;

/**
 * What rounds of a measurement gave. The median is what to compare, the extremes say how far to
 * trust it.
 *
 * @param median middle value
 * @param lowest value
 * @param highest value
 * @param rounds number of values
 */
public record Spread(double median, double lowest, double highest, int rounds) {
  /** The spread of one or more values. */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no round was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }
}
