package dev.period.core.nn;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How a fresh parameter starts.
 *
 * @param mean of the distribution
 * @param deviation standard deviation of a normal, half the width of a uniform one; 0 gives a
 *     constant
 * @param uniform whether values are uniform
 */
public record Init(float mean, float deviation, boolean uniform) {
  /** All zeros. */
  public static final Init ZEROS = new Init(0, 0);

  /** All ones. */
  public static final Init ONES = new Init(1, 0);

  /** Normal around {@code mean}. */
  public Init(float mean, float deviation) {
    this(mean, deviation, false);
  }

  /** Uniform from {@code -bound} to {@code bound}. */
  public static Init uniform(double bound) {
    return new Init(0, (float) bound, true);
  }

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
        double draw = uniform ? 2 * random.nextDouble() - 1 : random.nextGaussian();
        values[i] += deviation * (float) draw;
      }
    }
    return values;
  }
}
