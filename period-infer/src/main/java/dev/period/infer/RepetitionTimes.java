package dev.period.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Start and end of each repetition, from how many repetitions pass in each pair of frames.
 *
 * <p>The density is scaled so that it sums to the count; repetition k lies between the moments at
 * which its cumulative sum passes k - 1 and k. Where nothing passes for a while, the end that is
 * nearest by count lies before that pause and the next beginning after it.
 */
public final class RepetitionTimes {
  /** Below this share of a repetition nothing has begun yet, and nothing is left to come. */
  private static final double EDGE = 0.05;

  /** Keeps the sum rising, so that every crossing is one moment. */
  private static final double FLOOR = 1e-6;

  /** A moment at which less than this share of the usual density passes may be of a pause. */
  private static final double STILL = 0.15;

  /** A pause is no shorter, in seconds, nor is it shorter than a repetition. */
  private static final double SHORTEST_PAUSE = 1;

  private RepetitionTimes() {}

  /**
   * The times of {@code count} repetitions.
   *
   * @param density repetitions per pair of frames
   * @param first time of the first frame in seconds
   * @param last time of the last frame in seconds
   * @return one {start, end} per repetition, in order, touching where one follows the other without
   *     a pause
   */
  public static List<double[]> of(int count, float[] density, double first, double last) {
    if (count == 0) {
      return List.of();
    }
    double[] phase = phase(count, density);
    List<double[]> times = spans(count, phase, first, last);
    leavePauses(times, phase, first, last);
    return times;
  }

  private static void leavePauses(List<double[]> times, double[] phase, double first, double last) {
    double typical = Objects.requireNonNull(period(times));
    double frame = (last - first) / (phase.length - 1);
    double little = STILL * frame / typical;
    double shortest = Math.max(SHORTEST_PAUSE, typical);
    int left = 0;
    for (int from = 0, to; from < phase.length - 1; from = to + 1) {
      to = from;
      while (to < phase.length - 1 && phase[to + 1] - phase[to] < little) {
        to++;
      }
      int before = (int) Math.rint((phase[from] + phase[to]) / 2);
      if ((to - from) * frame < shortest || before < 1 || before >= times.size()) {
        continue;
      }
      if (before > left) { // else a second pause before the same repetition
        times.get(before - 1)[1] = first + from * frame;
      }
      times.get(before)[0] = first + to * frame;
      left = before;
    }
  }

  /** Repetitions done up to each frame, from 0 to {@code count}. */
  private static double[] phase(int count, float[] density) {
    double[] phase = new double[2 * density.length];
    for (int i = 0; i < density.length; i++) {
      // what passes in a pair of frames has passed at the second one
      double before = i == 0 ? 0 : phase[2 * i - 1];
      phase[2 * i + 1] = before + Math.max(density[i], FLOOR);
      phase[2 * i] = i == 0 ? 0 : (before + phase[2 * i + 1]) / 2;
    }
    double total = phase[phase.length - 1];
    for (int t = 0; t < phase.length; t++) {
      phase[t] *= count / total;
    }
    return phase;
  }

  private static List<double[]> spans(int count, double[] phase, double first, double last) {
    double[] rising = phase.clone();
    for (int t = 0; t < rising.length; t++) {
      rising[t] += t * FLOOR;
    }
    double total = rising[rising.length - 1];
    List<double[]> times = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double from = k == 0 ? EDGE : k;
      double to = k == count - 1 ? count - EDGE : k + 1;
      times.add(
          new double[] {
            time(rising, from * total / count, first, last),
            time(rising, to * total / count, first, last)
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

  /** When {@code level} is reached. */
  private static double time(double[] rising, double level, double first, double last) {
    int at = Arrays.binarySearch(rising, level);
    double position;
    if (at >= 0) {
      position = at;
    } else {
      int after = Math.min(-at - 1, rising.length - 1);
      double low = rising[after - 1];
      position = after - 1 + (level - low) / (rising[after] - low);
    }
    double share = Math.min(1, Math.max(0, position / (rising.length - 1)));
    return first + share * (last - first);
  }
}
