package dev.period.data.dsp;

import org.hipparchus.complex.Complex;

/**
 * Butterworth band-pass filters: the analogue low-pass prototype, shifted to the band, made digital
 * by the bilinear transform with prewarped edges. The coefficients are those of SciPy's {@code
 * butter(order, [low, high], "bandpass", fs=rate)}.
 */
public final class Butterworth {
  /** The bilinear transform s = 4 (z − 1) / (z + 1), of two samples per unit of time. */
  private static final double BILINEAR = 4;

  private Butterworth() {}

  /**
   * A filter with −3 dB at both edges.
   *
   * @param order of the prototype, from 1; the filter itself has twice as many poles. Beyond about
   *     4 coefficients in double precision no longer describe it well.
   * @param low edge in Hz, above 0
   * @param high edge in Hz, above {@code low} and below half the {@code rate}
   * @param rate samples per second
   */
  public static IirFilter bandPass(int order, double low, double high, double rate) {
    if (order < 1 || !(low > 0 && high > low && high < rate / 2)) {
      throw new IllegalArgumentException(
          "no band-pass of order %d from %s to %s Hz at %s samples per second"
              .formatted(order, low, high, rate));
    }
    double lower = BILINEAR * Math.tan(Math.PI * low / rate);
    double upper = BILINEAR * Math.tan(Math.PI * high / rate);
    double half = (upper - lower) / 2;
    double centre = lower * upper;

    Complex[] a = {Complex.ONE};
    Complex gain = Complex.ONE;
    for (int k = 0; k < order; k++) {
      double angle = Math.PI * (2 * k - order + 1) / (2 * order);
      Complex prototype = new Complex(-Math.cos(angle), -Math.sin(angle));
      Complex shifted = prototype.multiply(half);
      Complex root = shifted.square().subtract(centre).sqrt();
      for (Complex pole : new Complex[] {shifted.add(root), shifted.subtract(root)}) {
        Complex below = pole.negate().add(BILINEAR);
        a = timesRoot(a, pole.add(BILINEAR).divide(below));
        gain = gain.divide(below);
      }
      gain = gain.multiply(2 * half * BILINEAR);
    }
    // the zeros: as many at z = 1 as at z = −1, so b is a multiple of (z² − 1) to the order
    double[] b = new double[2 * order + 1];
    double binomial = gain.getReal();
    for (int k = 0; k <= order; k++) {
      b[2 * k] = binomial;
      binomial *= -(double) (order - k) / (k + 1);
    }
    double[] real = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      real[i] = a[i].getReal();
    }
    return new IirFilter(b, real);
  }

  /** The coefficients, highest power first, of {@code polynomial} · (z − {@code root}). */
  private static Complex[] timesRoot(Complex[] polynomial, Complex root) {
    Complex[] product = new Complex[polynomial.length + 1];
    product[0] = polynomial[0];
    for (int i = 1; i < polynomial.length; i++) {
      product[i] = polynomial[i].subtract(polynomial[i - 1].multiply(root));
    }
    product[polynomial.length] = polynomial[polynomial.length - 1].multiply(root).negate();
    return product;
  }
}
