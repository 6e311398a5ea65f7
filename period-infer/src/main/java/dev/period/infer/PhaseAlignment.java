package dev.period.infer;

import java.util.Arrays;

/**
 * How many repetitions are done at each frame, worked out from the density and sharpened by the
 * self-similarity: frames at the same point of two repetitions look alike.
 *
 * <p>Alternates like expectation maximisation. Given a phase per frame, each frame is compared with
 * the frames of the neighbouring repetitions at each point of the cycle; given these resemblances,
 * dynamic programming finds the best phase that never falls, that keeps near the rate of the
 * density and that comes from 0 to the count. Resemblance alone cannot tell where a repetition
 * begins: that is the density's, to which the path is tied by a weak spring.
 */
final class PhaseAlignment {
  /** Points of a cycle. */
  private static final int POINTS = 12;

  /** How precisely two frames must be at the same point to be compared, in cycles, per round. */
  private static final double[] WIDTHS = {0.12, 0.08, 0.06};

  /** Repetitions farther away than this may be of another kind, or seen from elsewhere. */
  private static final double NEIGHBOURS = 3.5;

  private static final double RATE_WEIGHT = 0.3;
  private static final double SPRING = 0.2;

  /** Below this share of the average rate a frame moves less and so says less. */
  private static final double FULLY_ACTIVE = 0.5;

  private static final double NO_NEIGHBOURS = 1e-3;

  /** Steps of the path, in average rates. */
  private static final double FASTEST = 2.5;

  private final int count;
  private final double[] expected;
  private final double[] rate;
  private final double[] activity;
  private final double typicalRate;

  private PhaseAlignment(int count, double[] expected) {
    this.count = count;
    this.expected = expected;
    int frames = expected.length;
    this.rate = new double[frames - 1];
    this.activity = new double[frames];
    double[] raw = new double[frames - 1];
    double squares = 0;
    for (int t = 0; t < raw.length; t++) {
      raw[t] = expected[t + 1] - expected[t];
      squares += raw[t] * raw[t];
    }
    // weighted by itself: the rate where something happens
    this.typicalRate = squares / count;
    double average = (double) count / raw.length;
    for (int t = 0; t < raw.length; t++) {
      rate[t] = (raw[Math.max(0, t - 1)] + raw[t] + raw[Math.min(raw.length - 1, t + 1)]) / 3;
      activity[t] = Math.min(1, rate[t] / (FULLY_ACTIVE * average));
    }
    activity[frames - 1] = activity[frames - 2];
  }

  /**
   * Repetitions done up to each frame, from 0 to {@code count}, never falling.
   *
   * @param count at least 1
   * @param expected the same as the density has it, from 0 to {@code count}, shape [frames]
   * @param similarity of every two frames, from -1 to 1, shape [frames, frames]
   */
  static double[] phase(int count, double[] expected, float[] similarity) {
    PhaseAlignment alignment = new PhaseAlignment(count, expected);
    double[] phase = expected;
    if (count > 1) {
      for (double width : WIDTHS) {
        phase = alignment.path(alignment.resemblance(phase, similarity, width));
      }
    }
    return phase;
  }

  /** How well each frame fits to each point of a cycle, centred per frame: [frames][POINTS]. */
  private double[][] resemblance(double[] phase, float[] similarity, double width) {
    int frames = phase.length;
    double[][] weights = new double[frames][POINTS];
    for (int u = 0; u < frames; u++) {
      for (int p = 0; p < POINTS; p++) {
        double apart = phase[u] - (double) p / POINTS;
        double z = (apart - Math.rint(apart)) / width;
        weights[u][p] = activity[u] * Math.exp(-0.5 * z * z);
      }
    }
    double[][] fits = new double[frames][POINTS];
    for (int t = 0; t < frames; t++) {
      double[] sum = new double[POINTS];
      double[] mass = new double[POINTS];
      Arrays.fill(mass, NO_NEIGHBOURS);
      for (int u = 0; u < frames; u++) {
        double apart = Math.abs(phase[u] - phase[t]);
        if (apart >= 0.5 && apart < NEIGHBOURS) {
          double alike = similarity[t * frames + u];
          for (int p = 0; p < POINTS; p++) {
            sum[p] += weights[u][p] * alike;
            mass[p] += weights[u][p];
          }
        }
      }
      double mean = 0;
      for (int p = 0; p < POINTS; p++) {
        fits[t][p] = sum[p] / mass[p];
        mean += fits[t][p] / POINTS;
      }
      for (int p = 0; p < POINTS; p++) {
        fits[t][p] = activity[t] * (fits[t][p] - mean);
      }
    }
    return fits;
  }

  /** The best way from no repetition to all of them (Viterbi), in steps of a point. */
  private double[] path(double[][] fits) {
    int frames = fits.length;
    int levels = count * POINTS + 1;
    int longest = (int) Math.min(levels - 1.0, Math.ceil(FASTEST * typicalRate * POINTS) + 2);
    double[] score = new double[levels];
    Arrays.fill(score, Double.NEGATIVE_INFINITY);
    score[0] = 0;
    int[][] steps = new int[frames][levels];
    for (int t = 1; t < frames; t++) {
      double[] before = score;
      score = new double[levels];
      double[] penalty = penalties(t, longest);
      for (int level = 0; level < levels; level++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int step = 0; step <= Math.min(longest, level); step++) {
          double reached = before[level - step] - penalty[step];
          if (reached > best) {
            best = reached;
            steps[t][level] = step;
          }
        }
        double pull = (double) level / POINTS - expected[t];
        score[level] = best + fits[t][level % POINTS] - SPRING * pull * pull;
      }
    }
    double[] phase = new double[frames];
    int level = levels - 1;
    for (int t = frames - 1; t >= 0; t--) {
      phase[t] = (double) level / POINTS;
      level -= steps[t][level];
    }
    return phase;
  }

  private double[] penalties(int t, int longest) {
    double[] penalties = new double[longest + 1];
    for (int step = 0; step <= longest; step++) {
      double off = ((double) step / POINTS - rate[t - 1]) / typicalRate;
      penalties[step] = RATE_WEIGHT * off * off;
    }
    return penalties;
  }
}
