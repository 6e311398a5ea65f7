package dev.period.data.synthetic.pulse;

import dev.period.data.rppg.ColourTrace;
import dev.period.data.synthetic.Draws;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The micro world without pictures: the mean colour of a region of skin, straight from the physics.
 *
 * <p>Motion changes the shading (all channels alike), the specular reflection (which has the colour
 * of the lamp), and which part of the region is not skin at all (hair, background). Then come the
 * noise of the sensor and what a codec leaves: blocks that are not coded anew until they have
 * changed enough, and steps of quantisation. It is some hundred times faster than rendering.
 */
final class TraceWorld {
  private static final int MOTIONS = 6;
  private static final int BLOCKS = 16;

  private TraceWorld() {}

  /** The trace of a subject's skin. */
  static ColourTrace trace(SplittableRandom rng, Subject subject) {
    int frames = subject.frames();
    double[] shade = mixed(rng, subject.motion(), 0.25);
    double[] gloss = mixed(rng, subject.motion(), Draws.choice(rng, 0, 0.03, 0.1));
    double[] leak = mixed(rng, subject.motion(), Draws.choice(rng, 0, 0.05, 0.2));
    double[] other = {
      Draws.uniform(rng, 10, 230), Draws.uniform(rng, 10, 230), Draws.uniform(rng, 10, 230)
    };
    double noise = Draws.logUniform(rng, 0.01, 0.12);
    double[] colour = subject.skin().colour();
    double lamp = (colour[0] + colour[1] + colour[2]) / 3;
    double[][] rgb = new double[3][frames];
    for (int t = 0; t < frames; t++) {
      for (int c = 0; c < 3; c++) {
        double diffuse = colour[c] * (1 + subject.blood()[c][t]);
        double seen = diffuse * (1 + shade[t]) + lamp * gloss[t] + leak[t] * (other[c] - colour[c]);
        rgb[c][t] = subject.light()[c][t] * seen + noise * rng.nextGaussian();
      }
    }
    if (Draws.chance(rng, 0.4)) {
      encode(rng, rgb, subject.rate());
    }
    return new ColourTrace(rgb, subject.rate());
  }

  /** A sum of all motions, each with a gain of its own. */
  private static double[] mixed(RandomGenerator rng, HeadMotion motion, double size) {
    float[][] motions = {
      motion.x(), motion.y(), motion.roll(), motion.yaw(), motion.pitch(), motion.talk()
    };
    double[] gains = new double[MOTIONS];
    for (int m = 0; m < MOTIONS; m++) {
      gains[m] = size * rng.nextGaussian() * (m == MOTIONS - 1 ? 0.05 : 1);
    }
    double[] sum = new double[motion.x().length];
    for (int t = 0; t < sum.length; t++) {
      for (int m = 0; m < MOTIONS; m++) {
        sum[t] += gains[m] * motions[m][t];
      }
    }
    return sum;
  }

  /** Replaces the trace by the mean of blocks that are coded only when they have changed enough. */
  private static void encode(RandomGenerator rng, double[][] rgb, double rate) {
    double threshold = Draws.logUniform(rng, 0.15, 1.5);
    double step = Draws.logUniform(rng, 0.1, 1.5);
    int keyFrames = (int) (rate * Draws.choice(rng, 0.5, 1, 2, 8, 1000));
    int frames = rgb[0].length;
    double[][] offset = new double[BLOCKS][3];
    double[][] held = new double[BLOCKS][3];
    for (double[] block : offset) {
      for (int c = 0; c < 3; c++) {
        block[c] = 5 * rng.nextGaussian();
      }
    }
    for (int t = 0; t < frames; t++) {
      double[] mean = new double[3];
      for (int b = 0; b < BLOCKS; b++) {
        double change = 0;
        for (int c = 0; c < 3; c++) {
          change = Math.max(change, Math.abs(rgb[c][t] + offset[b][c] - held[b][c]));
        }
        boolean coded = t == 0 || change > threshold || t % keyFrames == 0;
        for (int c = 0; c < 3; c++) {
          if (coded) {
            double level = rgb[c][t] + offset[b][c];
            held[b][c] = step * Math.rint(level / step);
          }
          mean[c] += (held[b][c] - offset[b][c]) / BLOCKS;
        }
      }
      for (int c = 0; c < 3; c++) {
        rgb[c][t] = mean[c];
      }
    }
  }
}
