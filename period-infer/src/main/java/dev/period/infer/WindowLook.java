package dev.period.infer;

import dev.period.core.generate.CountDistribution;
import java.util.List;

/**
 * What a model found in a stretch of video.
 *
 * @param start of the first frame, in seconds
 * @param end of the last frame, in seconds
 * @param counts what it believes about the count
 * @param density repetitions per pair of frames, in any unit
 * @param repetitions start and end of each of the likeliest number of repetitions, in seconds
 * @param said the model's own sentence
 */
@SuppressWarnings("ArrayRecordComponent")
record WindowLook(
    double start,
    double end,
    CountDistribution counts,
    float[] density,
    List<double[]> repetitions,
    String said) {
  double seconds() {
    return Math.max(1e-3, end - start);
  }

  int count() {
    return counts.median();
  }

  /** Repetitions per second in equally long parts: the density, made to sum to the count. */
  double[] rate() {
    double total = 1e-6;
    for (float d : density) {
      total += Math.max(0, d);
    }
    double expected = counts.median() == 0 ? 0 : counts.mean(WindowedCount.AROUND);
    double[] rate = new double[density.length];
    for (int i = 0; i < rate.length; i++) {
      rate[i] = expected * Math.max(0, density[i]) / total * rate.length / seconds();
    }
    return rate;
  }
}
