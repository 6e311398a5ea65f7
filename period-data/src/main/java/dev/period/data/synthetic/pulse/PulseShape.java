package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import java.util.random.RandomGenerator;

/**
 * The volume of blood in the skin over one beat: a steep rise, a slower fall, and on it the
 * dicrotic wave, as two bumps over the cycle (a common model of photoplethysmograms, such as Tang
 * et al., 2020).
 */
final class PulseShape {
  private static final int STEPS = 256;

  private final float[] table = new float[STEPS + 1];

  PulseShape(RandomGenerator rng) {
    double width = Draws.uniform(rng, 0.09, 0.15);
    double second = Draws.uniform(rng, 0.1, 0.55);
    double secondAt = Draws.uniform(rng, 0.5, 0.62);
    double secondWidth = Draws.uniform(rng, 0.1, 0.17);
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      double at = (double) i / STEPS;
      double level = bump(at, 0.25, width) + second * bump(at, secondAt, secondWidth);
      table[i] = (float) level;
      low = Math.min(low, table[i]);
      high = Math.max(high, table[i]);
      sum += level / STEPS;
    }
    for (int i = 0; i < STEPS; i++) {
      table[i] = (float) (2 * (table[i] - sum) / (high - low));
    }
    table[STEPS] = table[0];
  }

  /** A bump on the circle. */
  private static double bump(double at, double centre, double width) {
    double distance = Math.abs(at - centre);
    distance = Math.min(distance, 1 - distance);
    return Math.exp(-0.5 * distance * distance / (width * width));
  }

  /** The volume at a phase: mean 0, from top to bottom 2. */
  float at(double phase) {
    double position = (phase - Math.floor(phase)) * STEPS;
    int left = Math.min(STEPS - 1, (int) position);
    float share = (float) (position - left);
    return table[left] * (1 - share) + table[left + 1] * share;
  }
}
