package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** The few ways in which the synthetic worlds draw their parameters. */
public final class Draws {
  private Draws() {}

  /** True with probability {@code probability}. */
  public static boolean chance(RandomGenerator rng, double probability) {
    return rng.nextDouble() < probability;
  }

  /** Uniform in [{@code low}, {@code high}); {@code low} where the two are equal. */
  public static double uniform(RandomGenerator rng, double low, double high) {
    return low + (high - low) * rng.nextDouble();
  }

  /** A positive number whose logarithm is uniform between those of {@code low} and {@code high}. */
  public static double logUniform(RandomGenerator rng, double low, double high) {
    return Math.exp(uniform(rng, Math.log(low), Math.log(high)));
  }

  /** One of {@code values}, each equally likely; repeat a value to make it more likely. */
  public static double choice(RandomGenerator rng, double... values) {
    return values[rng.nextInt(values.length)];
  }

  /** Standard normal numbers, shape [{@code rows}, {@code columns}]. */
  public static float[][] normal(RandomGenerator rng, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) rng.nextGaussian();
      }
    }
    return values;
  }
}
