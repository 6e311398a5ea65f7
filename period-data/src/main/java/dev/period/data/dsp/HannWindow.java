package dev.period.data.dsp;

/** The raised cosine ½ − ½ cos(2πk / (n − 1)), symmetric: both ends are 0. */
public final class HannWindow {
  private HannWindow() {}

  /**
   * The weights.
   *
   * @param n number of weights; a single one is 1
   */
  public static double[] symmetric(int n) {
    double[] weights = new double[n];
    for (int k = 0; k < n; k++) {
      weights[k] = n == 1 ? 1 : 0.5 - 0.5 * Math.cos(2 * Math.PI * k / (n - 1));
    }
    return weights;
  }
}
