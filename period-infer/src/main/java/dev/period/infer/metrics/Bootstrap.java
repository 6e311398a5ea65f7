package dev.period.infer.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap over items (Efron, 1979): items are drawn with replacement, the figure is
 * computed anew, and the 2.5 % and 97.5 % quantiles of the results are the interval. The draw is
 * seeded, so a report can be repeated.
 */
public final class Bootstrap {
  /** Number of resamples. */
  public static final int RESAMPLES = 2000;

  /** Seed of the draws; all figures of a report see the same draws. */
  public static final long SEED = 20240229L;

  private Bootstrap() {}

  /** A figure of the items at {@code indices}; NaN where it is undefined. */
  @FunctionalInterface
  public interface Statistic {
    /** Computes the figures (one per metric) of the items at {@code indices}, which may repeat. */
    double[] of(int[] indices);
  }

  /**
   * Estimates with intervals, one per figure of {@code statistic}. A resample on which a figure is
   * undefined is left out of that figure's interval.
   *
   * @param items number of items, at least 1
   */
  public static Estimate[] estimate(int items, Statistic statistic) {
    int[] indices = new int[items];
    Arrays.setAll(indices, i -> i);
    double[] point = statistic.of(indices);
    double[][] draws = new double[point.length][RESAMPLES];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < items; i++) {
        indices[i] = random.nextInt(items);
      }
      double[] figures = statistic.of(indices);
      for (int m = 0; m < figures.length; m++) {
        draws[m][r] = figures[m];
      }
    }
    Estimate[] estimates = new Estimate[point.length];
    for (int m = 0; m < point.length; m++) {
      double[] defined = Arrays.stream(draws[m]).filter(Double::isFinite).sorted().toArray();
      estimates[m] =
          defined.length == 0
              ? new Estimate(point[m], point[m], point[m])
              : new Estimate(
                  point[m], Quantile.ofSorted(defined, 0.025), Quantile.ofSorted(defined, 0.975));
    }
    return estimates;
  }
}
