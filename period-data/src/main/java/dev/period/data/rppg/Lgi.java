package dev.period.data.rppg;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * LGI, local group invariance (Pilz, Zaunseder, Krajewski and Blazek, 2018): the strongest
 * direction of the colours, which is the light's, is taken out, and green is what is looked at.
 */
final class Lgi implements PulseMethod {
  @Override
  public String key() {
    return "lgi";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    double[][] products = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        products[i][j] = OrthogonalProjection.dot(trace.rgb()[i], trace.rgb()[j]);
      }
    }
    // the first left singular vector of the trace is the first eigenvector of its products
    double[] strongest =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(products))
            .getEigenvector(0)
            .toArray();
    return OrthogonalProjection.green(trace, strongest);
  }
}
