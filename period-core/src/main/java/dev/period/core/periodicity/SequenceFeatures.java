package dev.period.core.periodicity;

/**
 * The features of a sequence that is not a video: samples of a signal, words.
 *
 * <p>There is one for each of {@link FrameFeatures#NAMES}, so that one encoder reads both. Each
 * sample is seen together with its neighbours (a delay embedding): the value of a single sample
 * cannot tell a rising edge from a falling one.
 */
public final class SequenceFeatures {
  private SequenceFeatures() {}

  /**
   * The five features of a sequence of vectors: the values, the values without their slow drift,
   * the absolute differences, the differences, and again the values without drift, not embedded.
   *
   * @param values shape [steps][dims], at least one step; scaled to unit mean deviation here
   * @param delay neighbours on either side that belong to a step; 0 for words, whose order matters
   *     but not their neighbourhood
   * @return one matrix [steps][values] per feature, for {@link GramMatrices#of}
   */
  public static float[][][] extract(float[][] values, int delay) {
    float[][] scaled = standardised(values);
    float[][] passed = TemporalFilter.highpass(scaled);
    float[][] differences = TemporalFilter.differences(scaled);
    return new float[][][] {
      embedded(scaled, delay),
      embedded(passed, delay),
      embedded(absolute(differences), delay),
      embedded(differences, delay),
      passed
    };
  }

  /**
   * The five features of three sequences that show one and the same thing, each with faults of its
   * own, as waves that several methods draw from one skin: the best of them, the second, the
   * absolute differences and the differences of the best, and the third. Which to trust is left to
   * the encoder.
   *
   * @param best shape [steps][dims], like the others; each is scaled by itself
   * @param delay neighbours on either side that belong to a step
   * @return one matrix [steps][values] per feature, for {@link GramMatrices#of}
   */
  public static float[][][] extract(float[][] best, float[][] second, float[][] third, int delay) {
    float[][] scaled = standardised(best);
    float[][] differences = TemporalFilter.differences(scaled);
    return new float[][][] {
      embedded(scaled, delay),
      embedded(standardised(second), delay),
      embedded(absolute(differences), delay),
      embedded(differences, delay),
      embedded(standardised(third), delay)
    };
  }

  private static float[][] standardised(float[][] values) {
    int steps = values.length;
    int dims = values[0].length;
    double deviation = 0;
    double[] mean = new double[dims];
    for (int d = 0; d < dims; d++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : values) {
        sum += row[d];
        squares += (double) row[d] * row[d];
      }
      mean[d] = sum / steps;
      deviation += Math.sqrt(Math.max(0, squares / steps - mean[d] * mean[d])) / dims;
    }
    float[][] scaled = new float[steps][dims];
    for (int t = 0; t < steps; t++) {
      for (int d = 0; d < dims; d++) {
        scaled[t][d] = (float) ((values[t][d] - mean[d]) / (deviation + 1e-9));
      }
    }
    return scaled;
  }

  private static float[][] embedded(float[][] values, int delay) {
    if (delay == 0) {
      return values;
    }
    int steps = values.length;
    int dims = values[0].length;
    float[][] embedded = new float[steps][dims * (2 * delay + 1)];
    for (int t = 0; t < steps; t++) {
      for (int k = -delay; k <= delay; k++) {
        float[] row = values[Math.min(Math.max(t + k, 0), steps - 1)];
        System.arraycopy(row, 0, embedded[t], (k + delay) * dims, dims);
      }
    }
    return embedded;
  }

  private static float[][] absolute(float[][] values) {
    float[][] absolute = new float[values.length][values[0].length];
    for (int t = 0; t < values.length; t++) {
      for (int d = 0; d < values[t].length; d++) {
        absolute[t][d] = Math.abs(values[t][d]);
      }
    }
    return absolute;
  }
}
