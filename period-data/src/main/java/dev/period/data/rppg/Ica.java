package dev.period.data.rppg;

import dev.period.data.dsp.FourierPower;
import dev.period.data.dsp.SmoothnessPriors;

/**
 * ICA (Poh, McDuff and Picard, 2010): the three channels, without trend (λ = 100) and scaled to
 * unit deviation, are separated into independent sources by JADE; the one with the most prominent
 * frequency is the pulse, filtered to 0.7 to 2.5 Hz.
 */
final class Ica implements PulseMethod {
  private static final double LAMBDA = 100;
  private static final PulseBand BAND = new PulseBand(3, 0.7, 2.5);

  @Override
  public String key() {
    return "ica";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    double[][] channels = new double[3][];
    for (int c = 0; c < 3; c++) {
      double[] channel = SmoothnessPriors.detrend(trace.rgb()[c], LAMBDA);
      double mean = Statistics.mean(channel);
      double deviation = Statistics.deviation(channel);
      for (int t = 0; t < channel.length; t++) {
        channel[t] = Statistics.ratio(channel[t] - mean, deviation);
      }
      channels[c] = channel;
    }
    double[] best = channels[1];
    double bestShare = -1;
    for (double[] source : Jade.sources(channels)) {
      double share = largestShare(source);
      if (share > bestShare) {
        bestShare = share;
        best = source;
      }
    }
    return BAND.filter(best, trace.framesPerSecond());
  }

  /** The part of the power, apart from frequency 0, that the strongest frequency holds. */
  private static double largestShare(double[] source) {
    double[] power = FourierPower.of(source);
    double sum = 0;
    double largest = 0;
    for (int k = 1; k <= (source.length - 1) / 2; k++) {
      sum += power[k];
      largest = Math.max(largest, power[k]);
    }
    return Statistics.ratio(largest, sum);
  }
}
