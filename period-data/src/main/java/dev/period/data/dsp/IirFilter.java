package dev.period.data.dsp;

import java.util.Arrays;

/**
 * A recursive filter a₀y[t] = Σ bₖx[t−k] − Σₖ₌₁ aₖy[t−k], with a₀ = 1.
 *
 * <p>Both ways of applying it give what SciPy's {@code lfilter} and {@code filtfilt} give with
 * their defaults.
 *
 * @param b coefficients of the input, as many as {@code a}
 * @param a coefficients of the output; the first is 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record IirFilter(double[] b, double[] a) {

  /** Checks the coefficients. */
  public IirFilter {
    if (a.length < 2 || a.length != b.length || a[0] != 1) {
      throw new IllegalArgumentException("needs as many b as a, at least two, and a[0] = 1");
    }
  }

  /** {@code signal} filtered forwards, from rest. */
  public double[] forward(double[] signal) {
    return filter(signal, new double[a.length - 1]);
  }

  /**
   * {@code signal} filtered forwards and then backwards, so that no phase is shifted and the gain
   * is squared.
   *
   * <p>At either end the signal is continued by {@link #minSamples()} − 1 samples turned about its
   * last one (odd extension), and each pass starts in the steady state of its first sample
   * (Gustafsson, 1996, describes the problem that this lessens).
   *
   * @throws IllegalArgumentException if there are fewer than {@link #minSamples()} samples
   */
  public double[] bothWays(double[] signal) {
    int n = signal.length;
    int pad = minSamples() - 1;
    if (n <= pad) {
      throw new IllegalArgumentException(n + " samples, but the filter needs " + minSamples());
    }
    double[] extended = new double[n + 2 * pad];
    System.arraycopy(signal, 0, extended, pad, n);
    for (int i = 1; i <= pad; i++) {
      extended[pad - i] = 2 * signal[0] - signal[i];
      extended[pad + n - 1 + i] = 2 * signal[n - 1] - signal[n - 1 - i];
    }
    double[] forwards = filter(extended, steadyState(extended[0]));
    reverse(forwards);
    double[] backwards = filter(forwards, steadyState(forwards[0]));
    reverse(backwards);
    return Arrays.copyOfRange(backwards, pad, pad + n);
  }

  /** The shortest signal that {@link #bothWays} takes. */
  public int minSamples() {
    return 3 * a.length + 1;
  }

  /** Transposed direct form II; {@code state} is changed. */
  private double[] filter(double[] signal, double[] state) {
    int order = state.length;
    double[] filtered = new double[signal.length];
    for (int t = 0; t < signal.length; t++) {
      double x = signal[t];
      double y = b[0] * x + state[0];
      for (int k = 0; k < order - 1; k++) {
        state[k] = state[k + 1] + b[k + 1] * x - a[k + 1] * y;
      }
      state[order - 1] = b[order] * x - a[order] * y;
      filtered[t] = y;
    }
    return filtered;
  }

  /** The state that a constant input of {@code level} settles into: its output does not change. */
  private double[] steadyState(double level) {
    double gain = Arrays.stream(b).sum() / Arrays.stream(a).sum();
    double[] state = new double[a.length - 1];
    double z = gain - b[0];
    for (int k = 0; k < state.length; k++) {
      state[k] = z * level;
      z += gain * a[k + 1] - b[k + 1];
    }
    return state;
  }

  private static void reverse(double[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}
