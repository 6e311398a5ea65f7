package dev.period.core.periodicity;

/** Filters along time for sequences of vectors, shape [frames][values]. */
public final class TemporalFilter {
  /** Frames over which {@link #highpass} averages; odd, so that it is centred. */
  public static final int HIGHPASS_WINDOW = 33;

  private TemporalFilter() {}

  /**
   * Each row minus the row before it. The first row takes the differences of the second; a single
   * row has zero differences.
   *
   * @param values shape [frames][values], at least one frame
   * @return a new array of the same shape
   */
  public static float[][] differences(float[][] values) {
    int frames = values.length;
    int dims = values[0].length;
    float[][] differences = new float[frames][dims];
    for (int t = 1; t < frames; t++) {
      for (int d = 0; d < dims; d++) {
        differences[t][d] = values[t][d] - values[t - 1][d];
      }
    }
    if (frames > 1) {
      differences[0] = differences[1].clone();
    }
    return differences;
  }

  /**
   * Each row minus its moving average over {@value #HIGHPASS_WINDOW} frames; the ends are repeated.
   *
   * @param values shape [frames][values], at least one frame
   * @return a new array of the same shape
   */
  public static float[][] highpass(float[][] values) {
    int frames = values.length;
    int dims = values[0].length;
    int reach = HIGHPASS_WINDOW / 2;
    float[][] passed = new float[frames][dims];
    // A running sum in double: in float its rounding would drift along the clip.
    double[] sum = new double[dims];
    for (int t = -reach; t <= reach; t++) {
      float[] row = values[Math.min(Math.max(t, 0), frames - 1)];
      for (int d = 0; d < dims; d++) {
        sum[d] += row[d];
      }
    }
    for (int t = 0; t < frames; t++) {
      float[] entering = values[Math.min(t + reach + 1, frames - 1)];
      float[] leaving = values[Math.max(t - reach, 0)];
      for (int d = 0; d < dims; d++) {
        passed[t][d] = values[t][d] - (float) (sum[d] / HIGHPASS_WINDOW);
        sum[d] += (double) entering[d] - leaving[d];
      }
    }
    return passed;
  }
}
