package dev.period.data.rppg;

/** What is left of a colour trace after one direction of colour is taken out. */
final class OrthogonalProjection {
  private OrthogonalProjection() {}

  /** The green row of (I − uuᵀ) · trace, where u is {@code direction} scaled to length 1. */
  static double[] green(ColourTrace trace, double[] direction) {
    double norm = Math.sqrt(dot(direction, direction));
    double[] left = new double[trace.frames()];
    for (int t = 0; t < left.length; t++) {
      double[] colour = {trace.rgb()[0][t], trace.rgb()[1][t], trace.rgb()[2][t]};
      double along = norm == 0 ? 0 : dot(direction, colour) / norm;
      left[t] = colour[1] - (norm == 0 ? 0 : direction[1] / norm) * along;
    }
    return left;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
