package dev.period.infer.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Whether a counter is right as often as it believes to be. Items are put into ten bins by the
 * probability that the counter gave to the count that it stated; the expected calibration error is
 * the mean over items of the difference between that probability and the share of right answers,
 * bin by bin (Naeini et al., AAAI 2015; Guo et al., ICML 2017).
 *
 * <p>With few items in a bin, chance alone keeps the share of right answers from the probability,
 * so that the error of a counter that is as often right as it believes is not 0: {@link #byChance}
 * says how large it is, and what an error has to be compared with.
 *
 * @param n number of items
 * @param ece expected calibration error, 0…1
 * @param byChance the error to expect, with these probabilities, of a counter that is exactly as
 *     often right as they say; 0…1
 * @param bins that hold items, by rising confidence
 */
public record Calibration(int n, Estimate ece, double byChance, List<Bin> bins) {
  private static final int BINS = 10;
  private static final int DRAWS = 1000;

  /** Copies the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Items of similar confidence.
   *
   * @param from smallest confidence of the bin
   * @param to largest
   * @param n number of items
   * @param confidence their mean confidence
   * @param accuracy the share of them that is right
   */
  public record Bin(double from, double to, int n, double confidence, double accuracy) {}

  /**
   * The calibration of some answers; empty where there are none.
   *
   * @param confidence the probability given to each answer
   * @param right whether it was right
   */
  public static Optional<Calibration> of(double[] confidence, boolean[] right) {
    int n = confidence.length;
    if (n == 0) {
      return Optional.empty();
    }
    Estimate ece =
        Bootstrap.estimate(n, indices -> new double[] {error(bins(confidence, right, indices))})[0];
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      all[i] = i;
    }
    return Optional.of(
        new Calibration(n, ece, byChance(confidence, all), bins(confidence, right, all)));
  }

  private static double byChance(double[] confidence, int[] all) {
    SplittableRandom random = new SplittableRandom(Bootstrap.SEED);
    boolean[] right = new boolean[all.length];
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i : all) {
        right[i] = random.nextDouble() < confidence[i];
      }
      sum += error(bins(confidence, right, all));
    }
    return sum / DRAWS;
  }

  private static List<Bin> bins(double[] confidence, boolean[] right, int[] indices) {
    int[] items = new int[BINS];
    int[] hits = new int[BINS];
    double[] sum = new double[BINS];
    for (int i : indices) {
      int bin = (int) Math.min(BINS - 1, Math.max(0, Math.floor(confidence[i] * BINS)));
      items[bin]++;
      sum[bin] += confidence[i];
      hits[bin] += right[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (items[bin] > 0) {
        bins.add(
            new Bin(
                (double) bin / BINS,
                (bin + 1.0) / BINS,
                items[bin],
                sum[bin] / items[bin],
                (double) hits[bin] / items[bin]));
      }
    }
    return bins;
  }

  private static double error(List<Bin> bins) {
    double sum = 0;
    int items = 0;
    for (Bin bin : bins) {
      sum += bin.n() * Math.abs(bin.accuracy() - bin.confidence());
      items += bin.n();
    }
    return sum / items;
  }
}
