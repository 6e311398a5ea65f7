package dev.period.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Start and end of each repetition, from how many repetitions pass in each pair of frames.
 *
 * <p>The density is scaled so that it sums to the count; repetition k lies between the moments at
 * which its cumulative sum passes k - 1 and k.
 */
public final class RepetitionTimes {
  /** Below this share of a repetition nothing has begun yet, and nothing is left to come. */
  private static final double EDGE = 0.05;

  private RepetitionTimes() {}

  /**
   * The times of {@code count} repetitions.
   *
   * @param density repetitions per pair of frames
   * @param first time of the first frame in seconds
   * @param last time of the last frame in seconds
   * @return one {start, end} per repetition, in order, touching where one follows the other
   */
  public static List<double[]> of(int count, float[] density, double first, double last) {
    List<double[]> times = new ArrayList<>();
    if (count == 0) {
      return times;
    }
    double[] cumulative = new double[density.length + 1];
    for (int i = 0; i < density.length; i++) {
      // a floor keeps the sum rising, so that every crossing is one moment
      cumulative[i + 1] = cumulative[i] + Math.max(density[i], 1e-6);
    }
    double total = cumulative[density.length];
    for (int k = 0; k < count; k++) {
      double from = k == 0 ? EDGE : k;
      double to = k == count - 1 ? count - EDGE : k + 1;
      times.add(
          new double[] {
            time(cumulative, from * total / count, first, last),
            time(cumulative, to * total / count, first, last)
          });
    }
    return times;
  }

  /** The median duration in seconds; null without repetitions. */
  static @Nullable Double period(List<double[]> repetitions) {
    if (repetitions.isEmpty()) {
      return null;
    }
    double[] durations = repetitions.stream().mapToDouble(r -> r[1] - r[0]).sorted().toArray();
    int middle = durations.length / 2;
    return durations.length % 2 == 1
        ? durations[middle]
        : (durations[middle - 1] + durations[middle]) / 2;
  }

  private static double time(double[] cumulative, double level, double first, double last) {
    int at = Arrays.binarySearch(cumulative, level);
    double position;
    if (at >= 0) {
      position = at;
    } else {
      int after = Math.min(-at - 1, cumulative.length - 1);
      double low = cumulative[after - 1];
      position = after - 1 + (level - low) / (cumulative[after] - low);
    }
    double share = Math.min(1, Math.max(0, position / (cumulative.length - 1)));
    return first + share * (last - first);
  }
}
