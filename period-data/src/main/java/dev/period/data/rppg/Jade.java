package dev.period.data.rppg;

import dev.period.core.PeriodException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * Blind separation by joint approximate diagonalisation of eigenmatrices (Cardoso and Souloumiac,
 * 1993), for real signals and as many sources as signals.
 *
 * <p>The signals are whitened; the n most significant eigenmatrices of their fourth-order cumulants
 * are made as diagonal as one rotation can, pair by pair, until every angle falls below 1 / (100
 * √samples).
 */
final class Jade {
  /** Cardoso's loop ends by itself; this only guards against rounding that never settles. */
  private static final int MAX_SWEEPS = 1000;

  private Jade() {}

  /**
   * The sources.
   *
   * @param signals shape [n, samples], each of mean 0
   * @return shape [n, samples], each of unit power; their order and signs mean nothing
   * @throws PeriodException of kind INPUT if a signal is a combination of the others
   */
  static double[][] sources(double[][] signals) {
    RealMatrix x = new Array2DRowRealMatrix(signals, false);
    int samples = x.getColumnDimension();
    RealMatrix white = whitening(x, samples).multiply(x);
    double[][] y = white.getData();
    double[][] rotation = rotation(eigenmatrices(y), 0.01 / Math.sqrt(samples));
    return new Array2DRowRealMatrix(rotation, false).transposeMultiply(white).getData();
  }

  /** (XXᵀ / samples)^−½. */
  private static RealMatrix whitening(RealMatrix x, int samples) {
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(x.multiplyTransposed(x).scalarMultiply(1.0 / samples));
    double[] values = eigen.getEigenvalues();
    RealMatrix scale = new Array2DRowRealMatrix(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 1e-12 * values[0])) {
        throw new PeriodException(
            PeriodException.Kind.INPUT, "ICA needs three colour channels that differ");
      }
      scale.setEntry(i, i, 1 / Math.sqrt(values[i]));
    }
    return eigen.getV().multiply(scale).multiply(eigen.getVT());
  }

  /**
   * The n eigenmatrices of the cumulants with the largest eigenvalues, each times its eigenvalue,
   * shape [n, n, n].
   */
  private static double[][][] eigenmatrices(double[][] y) {
    int n = y.length;
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] = moment(y[i], y[j]);
      }
    }
    RealMatrix cumulants = new Array2DRowRealMatrix(n * n, n * n);
    for (int row = 0; row < n * n; row++) {
      double[] product = product(y[row / n], y[row % n]);
      for (int column = 0; column < n * n; column++) {
        int i = row / n;
        int j = row % n;
        int k = column / n;
        int l = column % n;
        cumulants.setEntry(
            row,
            column,
            moment(product, product(y[k], y[l]))
                - covariance[i][j] * covariance[k][l]
                - covariance[i][k] * covariance[j][l]
                - covariance[i][l] * covariance[j][k]);
      }
    }
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(cumulants);
    int[] bySize =
        IntStream.range(0, n * n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(eigen.getEigenvalue(i))))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][][] matrices = new double[n][n][n];
    for (int m = 0; m < n; m++) {
      double[] vector = eigen.getEigenvector(bySize[m]).toArray();
      for (int i = 0; i < n * n; i++) {
        matrices[m][i / n][i % n] = eigen.getEigenvalue(bySize[m]) * vector[i];
      }
    }
    return matrices;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    Arrays.setAll(product, t -> a[t] * b[t]);
    return product;
  }

  private static double moment(double[] a, double[] b) {
    return OrthogonalProjection.dot(a, b) / a.length;
  }

  /** The rotation V for which all VᵀMV are as diagonal as can be; {@code matrices} are changed. */
  private static double[][] rotation(double[][][] matrices, double tolerance) {
    int n = matrices.length;
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    boolean moved = true;
    for (int sweep = 0; moved && sweep < MAX_SWEEPS; sweep++) {
      moved = false;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          double angle = angle(matrices, p, q);
          double sin = Math.sin(angle);
          if (Math.abs(sin) > tolerance) {
            moved = true;
            double cos = Math.cos(angle);
            turnColumns(v, p, q, cos, sin);
            for (double[][] matrix : matrices) {
              turnColumns(matrix, p, q, cos, sin);
              turnRows(matrix, p, q, cos, sin);
            }
          }
        }
      }
    }
    return v;
  }

  /** The angle that makes the entries p, q of all matrices smallest. */
  private static double angle(double[][][] matrices, int p, int q) {
    double diagonal = 0;
    double mixed = 0;
    double off = 0;
    for (double[][] m : matrices) {
      double difference = m[p][p] - m[q][q];
      double sum = m[p][q] + m[q][p];
      diagonal += difference * difference;
      mixed += difference * sum;
      off += sum * sum;
    }
    return Math.atan2(2 * mixed, diagonal - off) / 4;
  }

  private static void turnColumns(double[][] m, int p, int q, double cos, double sin) {
    for (double[] row : m) {
      double a = row[p];
      double b = row[q];
      row[p] = cos * a + sin * b;
      row[q] = cos * b - sin * a;
    }
  }

  private static void turnRows(double[][] m, int p, int q, double cos, double sin) {
    for (int i = 0; i < m.length; i++) {
      double a = m[p][i];
      double b = m[q][i];
      m[p][i] = cos * a + sin * b;
      m[q][i] = cos * b - sin * a;
    }
  }
}
