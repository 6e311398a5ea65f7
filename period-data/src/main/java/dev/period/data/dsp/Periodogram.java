package dev.period.data.dsp;

import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;

/**
 * The power of a signal by frequency: |X(f)|² / (rate · n), one-sided.
 *
 * @param power spectral density at the frequencies 0, {@code step}, 2 {@code step}, … up to half
 *     the sampling rate
 * @param step between frequencies, in Hz
 */
@SuppressWarnings("ArrayRecordComponent")
public record Periodogram(double[] power, double step) {

  /**
   * The periodogram without window and without removing the mean: the same as SciPy's {@code
   * periodogram(signal, rate, nfft=length, detrend=False)}.
   *
   * @param rate samples per second
   * @param length of the transform, a power of two from the number of samples on; what is beyond
   *     the signal is zero
   */
  public static Periodogram of(double[] signal, double rate, int length) {
    int n = signal.length;
    if (n < 1 || length < n || length < 2 || Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("no transform of length %d of %d".formatted(length, n));
    }
    double[][] parts = new double[2][length];
    System.arraycopy(signal, 0, parts[0], 0, n);
    FastFourierTransformer.transformInPlace(
        parts, DftNormalization.STANDARD, TransformType.FORWARD);
    double[] power = new double[length / 2 + 1];
    double scale = 1 / (rate * n);
    for (int k = 0; k < power.length; k++) {
      double re = parts[0][k];
      double im = parts[1][k];
      // every frequency but the two ends stands for its negative as well
      double sides = k == 0 || k == length / 2 ? 1 : 2;
      power[k] = sides * scale * (re * re + im * im);
    }
    return new Periodogram(power, 1 / (length * (1 / rate)));
  }

  /** The smallest power of two that is at least {@code n}. */
  public static int nextPowerOfTwo(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  /** The frequency of entry {@code k}, in Hz. */
  public double frequency(int k) {
    return k * step;
  }
}
