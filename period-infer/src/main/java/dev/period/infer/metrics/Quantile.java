package dev.period.infer.metrics;

import java.util.Arrays;

/** Quantiles with linear interpolation between order statistics (the default of NumPy and of R). */
public final class Quantile {
  private Quantile() {}

  /**
   * The quantile at {@code q} in [0, 1] of {@code values}, which are not changed.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static double of(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, q);
  }

  /** The same for values that are in ascending order already. */
  static double ofSorted(double[] sorted, double q) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a quantile needs at least one value");
    }
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
