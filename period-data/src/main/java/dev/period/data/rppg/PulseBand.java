package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.dsp.Butterworth;
import dev.period.data.dsp.IirFilter;

/**
 * A band of frequencies in which a pulse is looked for.
 *
 * @param order of the Butterworth prototype
 * @param lowHz lower edge
 * @param highHz upper edge
 */
record PulseBand(int order, double lowHz, double highHz) {

  /**
   * {@code signal} without what lies outside the band, without shift in time.
   *
   * @throws PeriodException of kind INPUT if there are too few samples per second or in all
   */
  double[] filter(double[] signal, double rate) {
    if (rate <= 2 * highHz) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%.1f frames per second are too few for a pulse of up to %.1f beats per second; more than %.1f are needed"
              .formatted(rate, highHz, 2 * highHz));
    }
    IirFilter filter = Butterworth.bandPass(order, lowHz, highHz, rate);
    if (signal.length < filter.minSamples()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%d frames are too few for a pulse; at least %d are needed"
              .formatted(signal.length, filter.minSamples()));
    }
    return filter.bothWays(signal);
  }
}
