package dev.period.infer;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast something repeats at each moment of a stretch of video, gathered from looks at windows
 * of two lengths that overlap: short ones show fast repetition, long ones slow repetition.
 */
final class RateCurve {
  /** Seconds per cell. */
  static final double CELL = 0.25;

  /** Repetitions per second that the short windows see well; what is slower is left to the long. */
  private static final double FAST = 0.4;

  /** Repetitions per second below which nothing repeats: one in half a minute. */
  private static final double SLOWEST = 1.0 / 30;

  /** Share of the highest rate nearby below which nothing repeats. */
  private static final double IDLE = 0.25;

  /** How far away a rate is nearby, in seconds. */
  private static final double NEARBY = 10;

  /** A shorter pause, in seconds or in periods, belongs to a set. */
  private static final double PAUSE_SECONDS = 3;

  private static final double PAUSE_PERIODS = 1.5;

  /** With fewer repetitions than this nothing was repeated. */
  private static final double FEWEST = 1.5;

  private final double start;
  private final double[] fast;
  private final double[] fastWeight;
  private final double[] slow;
  private final double[] slowWeight;
  private final boolean[] still;

  /** An empty curve. */
  RateCurve(double start, double end) {
    this.start = start;
    int cells = (int) Math.max(1, Math.ceil((end - start) / CELL));
    fast = new double[cells];
    fastWeight = new double[cells];
    slow = new double[cells];
    slowWeight = new double[cells];
    still = new boolean[cells];
  }

  /** Adds what was seen in a window; its middle, with context on both sides, says most. */
  void add(WindowLook look, boolean isShort) {
    double[] sum = isShort ? fast : slow;
    double[] weight = isShort ? fastWeight : slowWeight;
    double[] rate = look.rate();
    for (int cell = 0; cell < sum.length; cell++) {
      double share = (start + (cell + 0.5) * CELL - look.start()) / look.seconds();
      if (share > 0 && share < 1) {
        double w = 0.1 + Math.min(share, 1 - share);
        sum[cell] += w * rate[(int) (share * rate.length)];
        weight[cell] += w;
      }
    }
  }

  /** Between two moments nothing but the camera moves, so nothing repeats. */
  void addStandstill(double from, double to) {
    for (int cell = 0; cell < still.length; cell++) {
      double middle = start + (cell + 0.5) * CELL;
      still[cell] |= middle >= from && middle <= to;
    }
  }

  /** Repetitions per second in each cell. */
  private double[] rates() {
    double[] rates = new double[fast.length];
    for (int i = 0; i < rates.length; i++) {
      double quick = fastWeight[i] > 0 ? fast[i] / fastWeight[i] : 0;
      double calm = slowWeight[i] > 0 ? slow[i] / slowWeight[i] : 0;
      double rate = quick >= FAST ? quick : Math.max(quick, calm);
      rates[i] = still[i] ? 0 : rate;
    }
    return rates;
  }

  /**
   * A stretch in which something repeats.
   *
   * @param start in seconds
   * @param end in seconds
   * @param expected about so many repetitions
   */
  record Stretch(double start, double end, double expected) {
    double period() {
      return (end - start) / expected;
    }
  }

  /** The stretches of repetition, in order, with pauses between them. */
  List<Stretch> stretches() {
    double[] rates = rates();
    List<Stretch> found = new ArrayList<>();
    Stretch open = null;
    int near = (int) (NEARBY / CELL);
    for (int i = 0; i < rates.length; i++) {
      double highest = 0;
      for (int j = Math.max(0, i - near); j < Math.min(rates.length, i + near); j++) {
        highest = Math.max(highest, rates[j]);
      }
      if (rates[i] < Math.max(SLOWEST, IDLE * highest)) {
        continue;
      }
      double from = start + i * CELL;
      double passed = rates[i] * CELL;
      if (open != null && from - open.end() < pause(open)) {
        open = new Stretch(open.start(), from + CELL, open.expected() + passed);
      } else {
        if (open != null) {
          found.add(open);
        }
        open = new Stretch(from, from + CELL, passed);
      }
    }
    if (open != null) {
      found.add(open);
    }
    return found.stream().filter(stretch -> stretch.expected() >= FEWEST).toList();
  }

  private static double pause(Stretch stretch) {
    return Math.max(PAUSE_SECONDS, PAUSE_PERIODS * Math.min(stretch.period(), 6));
  }
}
