package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.dsp.HannWindow;

/**
 * CHROM, chrominance signals (de Haan and Jeanne, 2013).
 *
 * <p>In half-overlapping windows of 1.6 s colours are divided by their mean; X = 3R − 2G and Y =
 * 1.5R + G − 1.5B are filtered to 0.7 to 2.5 Hz; X − (σ(X)/σ(Y)) Y, under a Hann window, is added
 * up. The end that fills no half window is left out.
 */
final class Chrom implements PulseMethod {
  private static final double WINDOW_SECONDS = 1.6;
  private static final PulseBand BAND = new PulseBand(3, 0.7, 2.5);

  @Override
  public String key() {
    return "chrom";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    double rate = trace.framesPerSecond();
    int window = (int) Math.ceil(WINDOW_SECONDS * rate);
    window += window % 2;
    if (trace.frames() < window) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "CHROM needs at least %d frames (1.6 s), but there are %d"
              .formatted(window, trace.frames()));
    }
    int half = window / 2;
    double[] hann = HannWindow.symmetric(window);
    double[] pulse = new double[trace.frames() / half * half];
    for (int from = 0; from + window <= pulse.length; from += half) {
      double[] part = chrominance(trace, from, from + window, rate);
      for (int t = 0; t < window; t++) {
        pulse[from + t] += part[t] * hann[t];
      }
    }
    return pulse;
  }

  private static double[] chrominance(ColourTrace trace, int from, int to, double rate) {
    double red = Statistics.mean(trace.rgb()[0], from, to);
    double green = Statistics.mean(trace.rgb()[1], from, to);
    double blue = Statistics.mean(trace.rgb()[2], from, to);
    double[] x = new double[to - from];
    double[] y = new double[to - from];
    for (int t = from; t < to; t++) {
      double r = Statistics.ratio(trace.rgb()[0][t], red);
      double g = Statistics.ratio(trace.rgb()[1][t], green);
      double b = Statistics.ratio(trace.rgb()[2][t], blue);
      x[t - from] = 3 * r - 2 * g;
      y[t - from] = 1.5 * r + g - 1.5 * b;
    }
    double[] xf = BAND.filter(x, rate);
    double[] yf = BAND.filter(y, rate);
    double alpha = Statistics.ratio(Statistics.deviation(xf), Statistics.deviation(yf));
    for (int t = 0; t < x.length; t++) {
      xf[t] -= alpha * yf[t];
    }
    return xf;
  }
}
