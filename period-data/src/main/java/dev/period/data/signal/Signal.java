package dev.period.data.signal;

import dev.period.core.PeriodException;
import java.util.Arrays;
import java.util.List;

/**
 * A time series with a fixed rate.
 *
 * @param values shape [steps][columns], at least one of each; finite
 * @param rateHz steps per second
 * @param columns names of the columns
 */
@SuppressWarnings("ArrayRecordComponent")
public record Signal(double[][] values, double rateHz, List<String> columns) {
  /** Checks the shape. */
  public Signal {
    columns = List.copyOf(columns);
    if (values.length == 0 || columns.isEmpty() || !(rateHz > 0)) {
      throw new IllegalArgumentException("a signal needs a value and a rate above 0");
    }
    for (double[] row : values) {
      if (row.length != columns.size()) {
        throw new IllegalArgumentException("rows of a signal have one value for each column");
      }
    }
  }

  /** The number of steps. */
  public int steps() {
    return values.length;
  }

  /** The length in seconds. */
  public double seconds() {
    return values.length / rateHz;
  }

  /**
   * The steps from {@code start} (included) to {@code end} (excluded), in seconds; at least one.
   *
   * @param end may be beyond the end
   * @param name of the signal, for messages
   * @throws PeriodException of kind INPUT if no step lies between the two
   */
  public Signal part(double start, double end, String name) {
    int from = (int) Math.min(values.length, Math.max(0, Math.round(start * rateHz)));
    int to = (int) Math.min(values.length, Math.round(end * rateHz));
    if (start >= seconds()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%s ends at %.2f s, not after the start asked for (%.2f s)"
              .formatted(name, seconds(), start));
    }
    if (to <= from) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "nothing of %s lies between %s s and %s s, at %s samples a second"
              .formatted(name, start, end, rateHz));
    }
    return new Signal(Arrays.copyOfRange(values, from, to), rateHz, columns);
  }

  /**
   * The values at equally spaced moments from the first to the last step. Where that is fewer than
   * there are, each is the mean of its neighbourhood, so that nothing fast is mistaken for slow.
   *
   * @param steps wanted, at least 2
   * @return shape [steps][columns]
   */
  public float[][] resampled(int steps) {
    int n = values.length;
    int width = Math.max(1, n / steps);
    float[][] resampled = new float[steps][columns.size()];
    double[] sums = new double[n + 1];
    for (int c = 0; c < columns.size(); c++) {
      for (int t = 0; t < n; t++) {
        sums[t + 1] = sums[t] + values[t][c];
      }
      for (int i = 0; i < steps; i++) {
        double at = i * (n - 1.0) / (steps - 1);
        int left = (int) at;
        double share = at - left;
        double value = (1 - share) * mean(sums, left, width);
        if (share > 0) {
          value += share * mean(sums, left + 1, width);
        }
        resampled[i][c] = (float) value;
      }
    }
    return resampled;
  }

  /** The mean of the {@code width} values about {@code at}, of fewer at the ends. */
  private static double mean(double[] sums, int at, int width) {
    int from = Math.max(0, at - width / 2);
    int to = Math.min(sums.length - 1, at - width / 2 + width);
    return (sums[to] - sums[from]) / (to - from);
  }
}
