package dev.period.data.dsp;

import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;

/**
 * The squared magnitude of the discrete Fourier transform of any length.
 *
 * <p>With nk = ½(n² + k² − (k − n)²) the transform becomes a convolution, which transforms of a
 * power of two work out (Bluestein, 1970).
 */
public final class FourierPower {
  private FourierPower() {}

  /** |Σₜ x[t] e^(−2πikt/n)|² for k from 0 to n − 1. */
  public static double[] of(double[] signal) {
    int n = signal.length;
    int length = Periodogram.nextPowerOfTwo(2 * n);
    double[][] chirped = new double[2][length];
    double[][] chirp = new double[2][length];
    for (int t = 0; t < n; t++) {
      // t² is taken modulo 2n before it becomes an angle, which would lose digits otherwise
      double angle = Math.PI * ((long) t * t % (2L * n)) / n;
      double cos = Math.cos(angle);
      double sin = Math.sin(angle);
      chirped[0][t] = signal[t] * cos;
      chirped[1][t] = -signal[t] * sin;
      int mirrored = t == 0 ? 0 : length - t;
      chirp[0][t] = chirp[0][mirrored] = cos;
      chirp[1][t] = chirp[1][mirrored] = sin;
    }
    transform(chirped, TransformType.FORWARD);
    transform(chirp, TransformType.FORWARD);
    for (int k = 0; k < length; k++) {
      double re = chirped[0][k] * chirp[0][k] - chirped[1][k] * chirp[1][k];
      double im = chirped[0][k] * chirp[1][k] + chirped[1][k] * chirp[0][k];
      chirped[0][k] = re;
      chirped[1][k] = im;
    }
    transform(chirped, TransformType.INVERSE);
    double[] power = new double[n];
    for (int k = 0; k < n; k++) {
      // the last factor of the chirp has magnitude 1
      power[k] = chirped[0][k] * chirped[0][k] + chirped[1][k] * chirped[1][k];
    }
    return power;
  }

  private static void transform(double[][] parts, TransformType type) {
    FastFourierTransformer.transformInPlace(parts, DftNormalization.STANDARD, type);
  }
}
