package dev.period.data.rppg;

import dev.period.core.PeriodException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;

/**
 * PBV, the blood volume pulse signature (de Haan and van Leest, 2014): the combination of the
 * channels that is least correlated with everything but the signature p.
 *
 * <p>Channels are divided by their mean; p = (σR, σG, σB) / √(σR² + σG² + σB²), w = (CCᵀ)⁻¹p, and
 * the pulse is Cᵀw / pᵀw.
 */
final class Pbv implements PulseMethod {
  @Override
  public String key() {
    return "pbv";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    int frames = trace.frames();
    double[][] channels = new double[3][frames];
    double[] signature = new double[3];
    for (int c = 0; c < 3; c++) {
      double mean = Statistics.mean(trace.rgb()[c]);
      for (int t = 0; t < frames; t++) {
        channels[c][t] = Statistics.ratio(trace.rgb()[c][t], mean);
      }
      signature[c] = Statistics.deviation(channels[c]);
    }
    double length = Math.sqrt(OrthogonalProjection.dot(signature, signature));
    double[][] products = new double[3][3];
    for (int i = 0; i < 3; i++) {
      signature[i] = Statistics.ratio(signature[i], length);
      for (int j = 0; j < 3; j++) {
        products[i][j] = OrthogonalProjection.dot(channels[i], channels[j]);
      }
    }
    DecompositionSolver solver =
        new LUDecomposition(new Array2DRowRealMatrix(products)).getSolver();
    if (!solver.isNonSingular()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "PBV needs three colour channels that differ");
    }
    double[] weights = solver.solve(new ArrayRealVector(signature)).toArray();
    double scale = OrthogonalProjection.dot(signature, weights);
    double[] pulse = new double[frames];
    for (int t = 0; t < frames; t++) {
      for (int c = 0; c < 3; c++) {
        pulse[t] += weights[c] * channels[c][t] / scale;
      }
    }
    return pulse;
  }
}
