package dev.period.core.nn;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How a fresh parameter starts.
 *
 * @param mean of the normal distribution
 * @param deviation its standard deviation; 0 gives a constant
 */
public record Init(float mean, float deviation) {
  /** All zeros. */
  public static final Init ZEROS = new Init(0, 0);

  /** All ones. */
  public static final Init ONES = new Init(1, 0);

  /** Normal around zero. */
  public static Init normal(double deviation) {
    return new Init(0, (float) deviation);
  }

  /** Normal with variance 1 / inputs, which keeps the size of activations. */
  public static Init fanIn(long inputs) {
    return normal(1 / Math.sqrt((double) inputs));
  }

  /** Values for {@code size} elements; the same seed gives the same values on every machine. */
  public float[] values(int size, long seed) {
    float[] values = new float[size];
    Arrays.fill(values, mean);
    if (deviation != 0) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < size; i++) {
        values[i] += deviation * (float) random.nextGaussian();
      }
    }
    return values;
  }
}
