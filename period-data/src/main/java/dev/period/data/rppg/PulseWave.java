package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.dsp.Peak;
import dev.period.data.dsp.Periodogram;
import dev.period.data.dsp.SmoothnessPriors;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A pulse wave without trend and noise, and what can be read off it. The same processing serves
 * what a method found in a video and what a contact sensor measured, so that both are comparable.
 *
 * <p>All defaults are those of rPPG-Toolbox (evaluation/post_process.py): smoothness priors with λ
 * = 100, a Butterworth band-pass of order 1 from 0.6 to 3.3 Hz (36 to 198 beats per minute)
 * forwards and backwards, and the strongest frequency in that band.
 *
 * @param samples of the filtered wave
 * @param rate samples per second
 */
@SuppressWarnings("ArrayRecordComponent")
public record PulseWave(double[] samples, double rate) {
  /** The fewest samples that the filter takes. */
  public static final int MIN_SAMPLES = 10;

  private static final double LAMBDA = 100;
  private static final PulseBand BAND = new PulseBand(1, 0.6, 3.3);
  private static final int FINE_PADDING = 8;

  /** Half the width of the bands around the pulse and its double that count as signal, in Hz. */
  private static final double TOLERANCE = 6 / 60.0;

  /** How a heart rate is read off a wave. */
  public enum Reading {
    /**
     * The strongest frequency of a periodogram whose length is the next power of two. Its steps are
     * coarse: 3.5 beats per minute for 10 s at 30 samples per second.
     */
    FFT("fft"),
    /**
     * The same, but padded to eight times that length and refined by a parabola through the highest
     * three values.
     */
    FINE("fine"),
    /** 60 over the mean time between local maxima. */
    PEAKS("peaks");

    private final String key;

    Reading(String key) {
      this.key = key;
    }

    /** The name on the command line and in report.json. */
    public String key() {
      return key;
    }
  }

  /**
   * Removes trend and noise.
   *
   * @param wave as it was found or measured
   * @throws PeriodException of kind INPUT if there are fewer than {@link #MIN_SAMPLES} samples, or
   *     no more than 6.6 of them per second
   */
  public static PulseWave of(double[] wave, double rate) {
    return new PulseWave(BAND.filter(SmoothnessPriors.detrend(wave, LAMBDA), rate), rate);
  }

  /**
   * The heart rate in beats per minute.
   *
   * @return NaN where there is nothing to read it off: a flat wave, fewer than two maxima
   */
  public double heartRate(Reading reading) {
    return switch (reading) {
      case FFT -> strongest(periodogram(1), false);
      case FINE -> strongest(periodogram(FINE_PADDING), true);
      case PEAKS -> byPeaks();
    };
  }

  /**
   * How strong each heart rate is.
   *
   * @param lowBpm the first of them, in beats per minute
   * @param stepBpm from one to the next
   * @param power of each to a thousandth, the largest of them 1; all 0 for a flat wave
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Spectrum(double lowBpm, double stepBpm, double[] power) implements Serializable {}

  /** The heart rates of the band that {@link Reading#FFT} reads off, for pictures. */
  public Spectrum spectrum() {
    Periodogram whole = periodogram(1);
    int first = (int) Math.ceil(BAND.lowHz() / whole.step());
    int last = (int) Math.min(whole.power().length - 1, Math.floor(BAND.highHz() / whole.step()));
    double[] power = Arrays.copyOfRange(whole.power(), first, Math.max(first, last + 1));
    double largest = Arrays.stream(power).max().orElse(0);
    for (int k = 0; k < power.length && largest > 0; k++) {
      power[k] = Math.rint(power[k] / largest * 1e3) / 1e3;
    }
    return new Spectrum(60 * first * whole.step(), 60 * whole.step(), power);
  }

  private Periodogram periodogram(int padding) {
    return Periodogram.of(samples, rate, padding * Periodogram.nextPowerOfTwo(samples.length));
  }

  private static double strongest(Periodogram spectrum, boolean refine) {
    double[] power = spectrum.power();
    int best = -1;
    for (int k = 0; k < power.length; k++) {
      boolean inside =
          spectrum.frequency(k) >= BAND.lowHz() && spectrum.frequency(k) <= BAND.highHz();
      if (inside && power[k] > (best < 0 ? 0 : power[best])) {
        best = k;
      }
    }
    if (best < 0) {
      return Double.NaN;
    }
    double offset = 0;
    if (refine && best > 0 && best + 1 < power.length) {
      double bend = power[best - 1] - 2 * power[best] + power[best + 1];
      offset = bend < 0 ? (power[best - 1] - power[best + 1]) / (2 * bend) : 0;
      // at an edge of the band the highest value need not be a maximum
      offset = Math.min(Math.max(offset, -0.5), 0.5);
    }
    return 60 * (best + offset) * spectrum.step();
  }

  private double byPeaks() {
    List<Peak> peaks = Peak.find(samples, 0);
    if (peaks.size() < 2) {
      return Double.NaN;
    }
    double span = peaks.get(peaks.size() - 1).index() - peaks.get(0).index();
    return 60 * rate * (peaks.size() - 1) / span;
  }

  /**
   * Signal to noise in dB: the power within 6 beats per minute of the true heart rate and of its
   * double, over the rest of the power in the band (de Haan and Jeanne, 2013).
   *
   * @param trueBpm beats per minute
   * @return 0 where there is no other power
   */
  public double signalToNoise(double trueBpm) {
    Periodogram spectrum = periodogram(1);
    double pulse = trueBpm / 60;
    double signal = 0;
    double rest = 0;
    for (int k = 0; k < spectrum.power().length; k++) {
      double f = spectrum.frequency(k);
      boolean first = f >= pulse - TOLERANCE && f <= pulse + TOLERANCE;
      boolean second = f >= 2 * pulse - TOLERANCE && f <= 2 * pulse + TOLERANCE;
      if (first || second) {
        // a frequency near both, as of a very slow pulse, counts twice
        signal += spectrum.power()[k] * (first && second ? 2 : 1);
      } else if (f >= BAND.lowHz() && f <= BAND.highHz()) {
        rest += spectrum.power()[k];
      }
    }
    return rest == 0 ? 0 : 10 * Math.log10(signal / rest);
  }

  /**
   * The largest magnitude of the correlation with another wave under any circular shift of it but
   * the last (MACC; Cho, Julier and Bianchi-Berthouze, 2019, as rPPG-Toolbox works it out). The
   * longer wave is cut to the length of the shorter.
   *
   * @return in [0, 1]; NaN where a wave is flat
   */
  public double crossCorrelation(PulseWave other) {
    int n = Math.min(samples.length, other.samples.length);
    double[] x = standardised(samples, n);
    double[] y = standardised(other.samples, n);
    double largest = Double.NaN;
    for (int lag = 0; lag < n - 1; lag++) {
      double sum = 0;
      for (int t = 0; t < lag; t++) {
        sum += x[t] * y[t - lag + n];
      }
      for (int t = lag; t < n; t++) {
        sum += x[t] * y[t - lag];
      }
      double correlation = Math.abs(sum / n);
      if (!(correlation <= largest)) {
        largest = correlation;
      }
    }
    return largest;
  }

  private static double[] standardised(double[] wave, int n) {
    double[] part = Arrays.copyOf(wave, n);
    double mean = Statistics.mean(part);
    double deviation = Statistics.deviation(part);
    for (int t = 0; t < n; t++) {
      part[t] = (part[t] - mean) / deviation;
    }
    return part;
  }
}
