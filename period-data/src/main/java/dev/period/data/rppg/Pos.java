package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.dsp.SmoothnessPriors;

/**
 * POS, the plane orthogonal to skin (Wang, den Brinker, Stuijk and de Haan, 2017, algorithm 1).
 *
 * <p>In each window of 1.6 s colours are divided by their mean and projected on (0, 1, −1) and (−2,
 * 1, 1); the second is scaled to the deviation of the first, and the sum, without its mean, is
 * added up over all windows. Then trend (λ = 100) and what lies outside 0.75 to 3 Hz are removed.
 *
 * <p>As in rPPG-Toolbox the windows end before the last frame, so that before filtering the last
 * sample is always 0.
 */
final class Pos implements PulseMethod {
  private static final double WINDOW_SECONDS = 1.6;
  private static final double LAMBDA = 100;
  private static final PulseBand BAND = new PulseBand(1, 0.75, 3);

  @Override
  public String key() {
    return "pos";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    double rate = trace.framesPerSecond();
    return BAND.filter(SmoothnessPriors.detrend(overlapAdd(trace), LAMBDA), rate);
  }

  /** The sum over windows, before trend and noise are removed. */
  static double[] overlapAdd(ColourTrace trace) {
    int frames = trace.frames();
    int window = (int) Math.ceil(WINDOW_SECONDS * trace.framesPerSecond());
    if (frames <= window) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "POS needs more than %d frames (1.6 s), but there are %d".formatted(window, frames));
    }
    double[] pulse = new double[frames];
    double[] first = new double[window];
    double[] second = new double[window];
    for (int from = 0; from + window < frames; from++) {
      double red = Statistics.mean(trace.rgb()[0], from, from + window);
      double green = Statistics.mean(trace.rgb()[1], from, from + window);
      double blue = Statistics.mean(trace.rgb()[2], from, from + window);
      for (int t = 0; t < window; t++) {
        double r = Statistics.ratio(trace.rgb()[0][from + t], red);
        double g = Statistics.ratio(trace.rgb()[1][from + t], green);
        double b = Statistics.ratio(trace.rgb()[2][from + t], blue);
        first[t] = g - b;
        second[t] = g + b - 2 * r;
      }
      double alpha = Statistics.ratio(Statistics.deviation(first), Statistics.deviation(second));
      double mean = Statistics.mean(first) + alpha * Statistics.mean(second);
      for (int t = 0; t < window; t++) {
        pulse[from + t] += first[t] + alpha * second[t] - mean;
      }
    }
    return pulse;
  }
}
