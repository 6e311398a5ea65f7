package dev.period.infer.baselines;

/**
 * Smoothing with a Gaussian cut off at 4 σ; beyond its ends the signal is mirrored with the last
 * sample repeated (d c b a | a b c d | d c b a). The same as SciPy's {@code gaussian_filter1d} with
 * its defaults.
 */
final class GaussianFilter {
  private static final double TRUNCATE = 4;

  private GaussianFilter() {}

  /** {@code signal} smoothed with standard deviation {@code sigma} &gt; 0, in samples. */
  static double[] smooth(double[] signal, double sigma) {
    int radius = (int) (TRUNCATE * sigma + 0.5);
    double[] weights = new double[radius + 1];
    double sum = 0;
    for (int k = 0; k <= radius; k++) {
      weights[k] = Math.exp(-0.5 * k * k / (sigma * sigma));
      sum += k == 0 ? weights[k] : 2 * weights[k];
    }
    int n = signal.length;
    double[] smooth = new double[n];
    for (int i = 0; i < n; i++) {
      double value = weights[0] * signal[i];
      for (int k = 1; k <= radius; k++) {
        value += weights[k] * (signal[mirrored(i - k, n)] + signal[mirrored(i + k, n)]);
      }
      smooth[i] = value / sum;
    }
    return smooth;
  }

  private static int mirrored(int index, int n) {
    int inPeriod = Math.floorMod(index, 2 * n);
    return inPeriod < n ? inPeriod : 2 * n - 1 - inPeriod;
  }
}
