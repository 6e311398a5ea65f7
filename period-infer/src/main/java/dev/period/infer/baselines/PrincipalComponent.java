package dev.period.infer.baselines;

/**
 * The first principal component of a sequence, from its Gram matrix alone.
 *
 * <p>With centred features F = U S Vᵀ the scores of the frames on the first component are u₁s₁, and
 * u₁ is the leading eigenvector of F·Fᵀ. Power iteration finds it without the features.
 */
final class PrincipalComponent {
  private static final int MAX_ITERATIONS = 500;
  private static final double TOLERANCE = 1e-9;

  private PrincipalComponent() {}

  /**
   * Scores of the frames on the first component, of arbitrary sign; all zero where nothing varies.
   *
   * @param gram positive semi-definite, shape [frames, frames] row-major from {@code offset}
   */
  static double[] scores(float[] gram, int offset, int frames) {
    double[] vector = new double[frames];
    // the starting row with the largest diagonal cannot be orthogonal to all that varies
    int start = 0;
    for (int i = 1; i < frames; i++) {
      if (gram[offset + i * frames + i] > gram[offset + start * frames + start]) {
        start = i;
      }
    }
    vector[start] = 1;
    double eigenvalue = 0;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double[] next = times(gram, offset, vector);
      double norm = 0;
      for (double x : next) {
        norm += x * x;
      }
      norm = Math.sqrt(norm);
      if (norm == 0) {
        return new double[frames];
      }
      double change = 0;
      for (int i = 0; i < frames; i++) {
        next[i] /= norm;
        change = Math.max(change, Math.abs(next[i] - vector[i]));
      }
      vector = next;
      eigenvalue = norm;
      if (change < TOLERANCE) {
        break;
      }
    }
    double singularValue = Math.sqrt(eigenvalue);
    for (int i = 0; i < frames; i++) {
      vector[i] *= singularValue;
    }
    return vector;
  }

  private static double[] times(float[] gram, int offset, double[] vector) {
    int n = vector.length;
    double[] product = new double[n];
    for (int i = 0; i < n; i++) {
      int row = offset + i * n;
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += gram[row + j] * vector[j];
      }
      product[i] = sum;
    }
    return product;
  }
}
