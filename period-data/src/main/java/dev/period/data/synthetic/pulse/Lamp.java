package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import dev.period.data.synthetic.SmoothNoise;
import java.util.random.RandomGenerator;

/**
 * The light on a face: brightness that drifts, a colour that drifts, mains flicker as a camera's
 * frame rate folds it, and now and then the changing picture of a screen.
 */
final class Lamp {
  private Lamp() {}

  /** The gain of each channel at each frame, about 1, shape [3, frames]. */
  static float[][] sample(RandomGenerator rng, int frames, double rate) {
    float[][] gain = new float[3][frames];
    double brightness = Draws.uniform(rng, 0.6, 1.02);
    double drift = Draws.choice(rng, 0, 0.01, 0.04);
    double warmth = Draws.choice(rng, 0, 0.002, 0.008);
    double flicker = Draws.choice(rng, 0, 0, 0.001, 0.004);
    double pace = Draws.uniform(rng, 0.1, rate / 2);
    double[] tint = {1 + 0.02 * rng.nextGaussian(), 1, 1 + 0.02 * rng.nextGaussian()};
    float[][] slow = SmoothNoise.of(rng, frames, 2, rate * Draws.uniform(rng, 2, 10));
    float[][] screen = Draws.chance(rng, 0.12) ? screen(rng, frames, rate) : new float[3][frames];
    for (int t = 0; t < frames; t++) {
      double common = 1 + drift * slow[t][0] + flicker * Math.sin(2 * Math.PI * pace * t / rate);
      for (int c = 0; c < 3; c++) {
        double colour = 1 + (c - 1) * warmth * slow[t][1];
        gain[c][t] = (float) (brightness * tint[c] * (common * colour + screen[c][t]));
      }
    }
    return gain;
  }

  /** Cuts of half a second to three, each with a light of its own. */
  private static float[][] screen(RandomGenerator rng, int frames, double rate) {
    float[][] screen = new float[3][frames];
    double strength = Draws.uniform(rng, 0.003, 0.02);
    double[] light = new double[3];
    double next = 0;
    for (int t = 0; t < frames; t++) {
      if (t >= next) {
        next = t + rate * Draws.uniform(rng, 0.5, 3);
        double common = rng.nextGaussian();
        for (int c = 0; c < 3; c++) {
          light[c] = strength * (common + 0.3 * rng.nextGaussian());
        }
      }
      for (int c = 0; c < 3; c++) {
        screen[c][t] = (float) light[c];
      }
    }
    return screen;
  }
}
