package dev.period.data.rppg;

/**
 * OMIT, orthogonal matrix image transformation (Álvarez Casado and Bordallo López, 2023): the first
 * column of Q in the QR decomposition of the trace is taken out. That column is the colour of the
 * first frame, scaled to length 1.
 */
final class Omit implements PulseMethod {
  @Override
  public String key() {
    return "omit";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    double[][] rgb = trace.rgb();
    return trace.frames() == 0
        ? new double[0]
        : OrthogonalProjection.green(trace, new double[] {rgb[0][0], rgb[1][0], rgb[2][0]});
  }
}
