package dev.period.core.optim;

import java.util.Locale;

/**
 * Learning rate over a run: linear warm-up, then constant or a cosine down to zero.
 *
 * @param shape what follows the warm-up
 * @param peak learning rate after the warm-up
 * @param warmupSteps steps of linear warm-up
 * @param maxSteps length of the run
 */
public record Schedule(Shape shape, double peak, long warmupSteps, long maxSteps) {
  /** What follows the warm-up. */
  public enum Shape {
    /** Stays at the peak. */
    CONSTANT,
    /** Half a cosine from the peak to zero at the last step. */
    COSINE;

    /** Parses the configuration's lower-case name. */
    public static Shape parse(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** The learning rate of {@code step}, counted from 0. */
  public double rate(long step) {
    double warm = warmupSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmupSteps);
    if (shape == Shape.CONSTANT) {
      return peak * warm;
    }
    double progress =
        Math.min(
            1, Math.max(0, (double) (step - warmupSteps) / Math.max(1, maxSteps - warmupSteps)));
    return peak * warm * (0.5 + 0.5 * Math.cos(Math.PI * progress));
  }
}
