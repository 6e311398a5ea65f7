package dev.period.core.optim;

import java.util.Locale;

/**
 * Learning rate over a run: linear warm-up from zero, then one of three shapes; the values are
 * those of Hugging Face's {@code get_*_schedule_with_warmup}, whose first step has the rate 0 when
 * there is a warm-up.
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
    /** Half a cosine from the peak to zero at the end of the run. */
    COSINE,
    /** A straight line from the peak to zero at the end of the run. */
    LINEAR;

    /** Parses the configuration's lower-case name. */
    public static Shape parse(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** A schedule whose warm-up is a share of the run, rounded up as Hugging Face does. */
  public static Schedule warmedUp(Shape shape, double peak, double warmupRatio, long maxSteps) {
    return new Schedule(shape, peak, (long) Math.ceil(warmupRatio * maxSteps), maxSteps);
  }

  /** The learning rate of {@code step}, counted from 0. */
  public double rate(long step) {
    if (step < warmupSteps) {
      return peak * step / warmupSteps;
    }
    double progress =
        Math.min(1, (double) (step - warmupSteps) / Math.max(1, maxSteps - warmupSteps));
    return switch (shape) {
      case CONSTANT -> peak;
      case COSINE -> peak * (0.5 + 0.5 * Math.cos(Math.PI * progress));
      case LINEAR -> peak * (1 - progress);
    };
  }
}
