package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** Random surfaces: a few octaves of smooth noise. */
public final class Texture {
  private Texture() {}

  /**
   * Smooth noise with a standard deviation of about 1, at first coarse and then in finer octaves.
   *
   * @return shape [size, size] row-major
   */
  public static float[] noise(RandomGenerator rng, int size) {
    float[] texture = new float[size * size];
    int octaves = rng.nextInt(1, 5);
    for (int octave = 0; octave < octaves; octave++) {
      int knots = (2 << octave) + rng.nextInt(3);
      float strength = Draws.chance(rng, 0.7) ? (float) Math.pow(0.6, octave) : 1;
      addOctave(rng, texture, size, knots, strength);
    }
    return texture;
  }

  /** Adds a grid of {@code knots}² normal values, joined by Catmull-Rom cubics. */
  private static void addOctave(
      RandomGenerator rng, float[] texture, int size, int knots, float strength) {
    float[][] grid = Draws.normal(rng, knots, knots);
    int[] first = new int[size];
    float[][] weights = new float[size][4];
    for (int i = 0; i < size; i++) {
      float at = (i + 0.5f) * knots / size - 0.5f;
      first[i] = (int) Math.floor(at) - 1;
      cubic(at - (float) Math.floor(at), weights[i]);
    }
    float[][] rows = new float[knots][size];
    for (int k = 0; k < knots; k++) {
      for (int x = 0; x < size; x++) {
        for (int tap = 0; tap < 4; tap++) {
          rows[k][x] += weights[x][tap] * grid[k][inside(first[x] + tap, knots)];
        }
      }
    }
    for (int y = 0; y < size; y++) {
      for (int tap = 0; tap < 4; tap++) {
        float weight = strength * weights[y][tap];
        float[] row = rows[inside(first[y] + tap, knots)];
        for (int x = 0; x < size; x++) {
          texture[y * size + x] += weight * row[x];
        }
      }
    }
  }

  private static void cubic(float f, float[] weights) {
    weights[0] = 0.5f * f * (-1 + f * (2 - f));
    weights[1] = 1 + 0.5f * f * f * (3 * f - 5);
    weights[2] = 0.5f * f * (1 + f * (4 - 3 * f));
    weights[3] = 0.5f * f * f * (f - 1);
  }

  private static int inside(int index, int size) {
    return Math.min(size - 1, Math.max(0, index));
  }
}
