package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import dev.period.data.synthetic.SmoothNoise;
import java.util.random.RandomGenerator;

/**
 * How a head moves, one value per frame.
 *
 * @param x to the right, in half widths of the head
 * @param y down, in the same unit
 * @param roll in the picture's plane, radians
 * @param yaw to its side, radians
 * @param pitch nodding, radians
 * @param talk how far the mouth is open, 0 to 1
 * @param blink how far the eyes are closed, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent")
record HeadMotion(
    float[] x, float[] y, float[] roll, float[] yaw, float[] pitch, float[] talk, float[] blink) {
  /** Sizes of the motion of somebody who sits still, moves a little, moves a lot. */
  private static final double[] SIZES = {0.004, 0.015, 0.045};

  static HeadMotion sample(RandomGenerator rng, int frames, double rate) {
    int lively = rng.nextInt(SIZES.length);
    double size = SIZES[lively] * Draws.uniform(rng, 0.5, 1.5);
    HeadMotion motion =
        new HeadMotion(
            wander(rng, frames, rate, size),
            wander(rng, frames, rate, size),
            wander(rng, frames, rate, 0.8 * size),
            wander(rng, frames, rate, 2 * size),
            wander(rng, frames, rate, 1.5 * size),
            lively > 0 && Draws.chance(rng, 0.5) ? talk(rng, frames, rate) : new float[frames],
            blinks(rng, frames, rate));
    if (lively > 0 && Draws.chance(rng, 0.25)) {
      motion.bob(rng, rate, size);
    }
    return motion;
  }

  private static float[] wander(RandomGenerator rng, int frames, double rate, double size) {
    double pace = rate * Draws.logUniform(rng, 0.25, 4);
    float[][] walk = SmoothNoise.of(rng, frames, 1, pace);
    float[] curve = new float[frames];
    for (int t = 0; t < frames; t++) {
      curve[t] = (float) (size * walk[t][0]);
    }
    return curve;
  }

  /** Syllables, two to five a second, in phrases with silence between them. */
  private static float[] talk(RandomGenerator rng, int frames, double rate) {
    float[][] phrase = SmoothNoise.of(rng, frames, 1, 1.5 * rate);
    float[] talk = new float[frames];
    double pace = Draws.uniform(rng, 2, 5);
    double at = 0;
    for (int t = 0; t < frames; t++) {
      at += pace / rate * Math.exp(0.4 * rng.nextGaussian());
      double open = 0.5 - 0.5 * Math.cos(2 * Math.PI * at);
      talk[t] = (float) (open * Math.min(1, Math.max(0, phrase[t][0] + 0.3)));
    }
    return talk;
  }

  private static float[] blinks(RandomGenerator rng, int frames, double rate) {
    float[] blink = new float[frames];
    double length = 0.15 * rate;
    double at = rate * Draws.uniform(rng, 0, 4);
    while (at < frames) {
      for (int t = (int) at; t < Math.min(frames, at + 2 * length); t++) {
        blink[t] = (float) Math.max(0, 1 - Math.abs(t - at - length) / length);
      }
      at += rate * Draws.uniform(rng, 1.5, 6);
    }
    return blink;
  }

  /** A step, a treadmill, a beat of music: a rhythm that is not the heart's. */
  private void bob(RandomGenerator rng, double rate, double size) {
    double pace = Draws.uniform(rng, 0.7, 3);
    double height = size * Draws.uniform(rng, 0.3, 1);
    double at = rng.nextDouble();
    for (int t = 0; t < y.length; t++) {
      at += pace / rate * (1 + 0.1 * rng.nextGaussian());
      y[t] += (float) (height * Math.sin(2 * Math.PI * at));
      pitch[t] += (float) (height * Math.sin(2 * Math.PI * at + 1));
    }
  }
}
