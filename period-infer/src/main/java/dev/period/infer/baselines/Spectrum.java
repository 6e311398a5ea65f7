package dev.period.infer.baselines;

/** Where the energy of a signal lies in frequency. */
final class Spectrum {
  /** Zero padding, so that fractions of a cycle per clip can be told apart. */
  private static final int PADDING = 4;

  private Spectrum() {}

  /**
   * The strongest frequency of {@code signal}, after its mean is taken off and a Hann window is
   * applied, in cycles per signal with a resolution of ¼.
   *
   * @param firstBin bins below this one, in quarter cycles, are not looked at
   */
  static double peakCycles(double[] signal, int firstBin) {
    int n = signal.length;
    double mean = 0;
    for (double x : signal) {
      mean += x / n;
    }
    double[] windowed = new double[n];
    for (int t = 0; t < n; t++) {
      double hann = n == 1 ? 1 : 0.5 - 0.5 * Math.cos(2 * Math.PI * t / (n - 1));
      windowed[t] = (signal[t] - mean) * hann;
    }
    int length = PADDING * n;
    double[] cosines = new double[length];
    for (int k = 0; k < length; k++) {
      cosines[k] = Math.cos(2 * Math.PI * k / length);
    }
    int best = 0;
    double bestPower = 0;
    for (int bin = firstBin; bin <= length / 2; bin++) {
      double re = 0;
      double im = 0;
      int phase = 0;
      for (int t = 0; t < n; t++) {
        re += windowed[t] * cosines[phase];
        // sin x = cos(x − π/2), and a quarter turn is n entries of the table
        im += windowed[t] * cosines[(phase + length - n) % length];
        phase = (phase + bin) % length;
      }
      double power = re * re + im * im;
      if (power > bestPower) {
        bestPower = power;
        best = bin;
      }
    }
    return (double) best / PADDING;
  }
}
