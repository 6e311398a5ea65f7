package dev.period.data.dsp;

/**
 * Removal of a slow trend by smoothness priors (Tarvainen, Ranta-aho and Karjalainen, 2002): the
 * trend t minimises ‖x − t‖² + λ²‖D₂t‖², where D₂ takes second differences, so that t = (I + λ²
 * D₂ᵀD₂)⁻¹x.
 *
 * <p>The matrix has five diagonals and is positive definite, so that the cost grows with the length
 * and not with its cube.
 */
public final class SmoothnessPriors {
  private SmoothnessPriors() {}

  /**
   * {@code signal} without its trend; all zero for fewer than three samples.
   *
   * @param lambda the larger, the slower is what counts as a trend; at 30 samples per second, 100
   *     removes what is below about 0.3 Hz
   */
  public static double[] detrend(double[] signal, double lambda) {
    int n = signal.length;
    if (n < 3) {
      return new double[n];
    }
    double weight = lambda * lambda;
    double[] diagonal = new double[n];
    double[] first = new double[n];
    double[] second = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = 1;
    }
    for (int i = 0; i + 2 < n; i++) {
      diagonal[i] += weight;
      diagonal[i + 1] += 4 * weight;
      diagonal[i + 2] += weight;
      first[i] -= 2 * weight;
      first[i + 1] -= 2 * weight;
      second[i] += weight;
    }
    double[] trend = solve(diagonal, first, second, signal.clone());
    for (int i = 0; i < n; i++) {
      trend[i] = signal[i] - trend[i];
    }
    return trend;
  }

  /**
   * Solves A x = rhs by LDLᵀ, where A[i,i], A[i,i+1] and A[i,i+2] are given; all arrays are
   * changed, the result is in {@code rhs}.
   */
  private static double[] solve(double[] diagonal, double[] first, double[] second, double[] rhs) {
    int n = rhs.length;
    for (int i = 0; i < n; i++) {
      if (i + 1 < n) {
        double l1 = first[i] / diagonal[i];
        diagonal[i + 1] -= l1 * first[i];
        first[i + 1] -= l1 * second[i];
        rhs[i + 1] -= l1 * rhs[i];
        first[i] = l1;
      }
      if (i + 2 < n) {
        double l2 = second[i] / diagonal[i];
        diagonal[i + 2] -= l2 * second[i];
        rhs[i + 2] -= l2 * rhs[i];
        second[i] = l2;
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      rhs[i] /= diagonal[i];
      if (i + 1 < n) {
        rhs[i] -= first[i] * rhs[i + 1];
      }
      if (i + 2 < n) {
        rhs[i] -= second[i] * rhs[i + 2];
      }
    }
    return rhs;
  }
}
