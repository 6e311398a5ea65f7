package dev.period.data.synthetic;

import dev.period.core.periodicity.SimilarityMaps;
import java.util.random.RandomGenerator;

/**
 * Makes many clips of one: cuts and warps its time, runs it backwards, lets other things move.
 *
 * <p>All of that can be done to the self-similarity itself: a change of time is a choice of rows
 * and columns, and an independent motion adds its own self-similarity.
 */
public final class GramAugmentation {
  private static final double UNCUT = 0.4;
  private static final double REVERSED = 0.4;
  private static final double DISTURBED = 0.4;

  private GramAugmentation() {}

  /**
   * One variant of a clip. The total it reports may be fractional.
   *
   * @param rng decides what is done; 40 % of the clips keep their time
   * @param gram shape [features, frames, frames] row-major; not changed
   * @param timing of the clip
   * @throws IllegalArgumentException if {@code gram} does not belong to {@code timing}
   */
  public static AugmentedGram apply(RandomGenerator rng, float[] gram, Timing timing) {
    int frames = timing.frames();
    int features = gram.length / (frames * frames);
    if (features * frames * frames != gram.length) {
      throw new IllegalArgumentException(
          "a Gram of %d values is no stack of %d×%d matrices"
              .formatted(gram.length, frames, frames));
    }
    double[] times = times(rng, frames);
    int[] source = new int[frames];
    boolean[] active = new boolean[frames];
    float[] phase = new float[frames];
    float first = at(timing.phase(), times[0]);
    for (int t = 0; t < frames; t++) {
      source[t] = (int) Math.round(times[t]);
      active[t] = timing.active()[source[t]];
      phase[t] = Math.abs(at(timing.phase(), times[t]) - first);
    }
    float[] chosen = choose(gram, features, frames, source);
    if (Draws.chance(rng, DISTURBED)) {
      disturb(rng, chosen, features, frames);
    }
    return new AugmentedGram(chosen, phase, active, phase[frames - 1], source);
  }

  /** The moment of the original clip, in frames, that is seen at each frame. */
  private static double[] times(RandomGenerator rng, int frames) {
    double[] times = new double[frames];
    if (Draws.chance(rng, UNCUT)) {
      for (int t = 0; t < frames; t++) {
        times[t] = t;
      }
    } else {
      double length = frames * Draws.uniform(rng, 0.35, 1);
      double start = Draws.uniform(rng, 0, frames - length);
      double[] along = warp(rng, frames);
      for (int t = 0; t < frames; t++) {
        times[t] = start + along[t] * (length - 1);
      }
    }
    if (Draws.chance(rng, REVERSED)) {
      for (int t = 0; t < frames / 2; t++) {
        double swap = times[t];
        times[t] = times[frames - 1 - t];
        times[frames - 1 - t] = swap;
      }
    }
    return times;
  }

  /** From 0 to 1, evenly or with a speed that walks at random. */
  private static double[] warp(RandomGenerator rng, int frames) {
    double step = Draws.chance(rng, 0.5) ? 0.02 : 0;
    double[] along = new double[frames];
    double logSpeed = 0;
    for (int t = 1; t < frames; t++) {
      logSpeed += step * rng.nextGaussian();
      along[t] = along[t - 1] + Math.exp(logSpeed);
    }
    double end = along[frames - 1];
    for (int t = 0; t < frames; t++) {
      along[t] /= end;
    }
    return along;
  }

  private static float at(float[] phase, double time) {
    int left = Math.min((int) time, phase.length - 1);
    int right = Math.min(left + 1, phase.length - 1);
    double fraction = time - left;
    return (float) (phase[left] * (1 - fraction) + phase[right] * fraction);
  }

  private static float[] choose(float[] gram, int features, int frames, int[] source) {
    float[] chosen = new float[gram.length];
    int to = 0;
    for (int f = 0; f < features; f++) {
      int matrix = f * frames * frames;
      for (int i = 0; i < frames; i++) {
        int row = matrix + source[i] * frames;
        for (int j = 0; j < frames; j++) {
          chosen[to++] = gram[row + source[j]];
        }
      }
    }
    return chosen;
  }

  /** Adds the self-similarity of something else that moves, and sometimes of noise. */
  private static void disturb(RandomGenerator rng, float[] gram, int features, int frames) {
    float[] other = otherMotion(rng, frames);
    boolean noisy = Draws.chance(rng, 0.5);
    double strength = Draws.uniform(rng, 0, 0.8);
    for (int f = 0; f < features; f++) {
      int matrix = f * frames * frames;
      float weight = (float) (strength * Draws.uniform(rng, 0.2, 1) * share(f));
      for (int i = 0; i < frames * frames; i++) {
        gram[matrix + i] += weight * other[i];
      }
      if (noisy) {
        // Noise is like nothing but itself.
        float noise = (float) Draws.uniform(rng, 0, 0.5);
        for (int t = 0; t < frames; t++) {
          gram[matrix + t * (frames + 1)] += noise;
        }
      }
    }
  }

  /**
   * A slow motion changes little from frame to frame: the differences see half of it. Where it is
   * elsewhere in the picture, the maps of places hardly see it.
   */
  private static double share(int feature) {
    String name = SimilarityMaps.NAMES.get(feature);
    double seen = name.endsWith("_diff") ? 0.5 : 1;
    return SimilarityMaps.LOCAL.contains(name) ? 0.3 * seen : seen;
  }

  /** Gram matrix of 1 to 5 random walks of one pace, mean of its diagonal 1. */
  private static float[] otherMotion(RandomGenerator rng, int frames) {
    int dims = rng.nextInt(1, 6);
    float[][] walk = SmoothNoise.of(rng, frames, dims, Draws.logUniform(rng, 3, 100));
    float[] gram = new float[frames * frames];
    for (int d = 0; d < dims; d++) {
      float mean = 0;
      for (float[] position : walk) {
        mean += position[d] / frames;
      }
      for (int i = 0; i < frames; i++) {
        float value = walk[i][d] - mean;
        for (int j = 0; j < frames; j++) {
          gram[i * frames + j] += value * (walk[j][d] - mean);
        }
      }
    }
    double trace = 0;
    for (int t = 0; t < frames; t++) {
      trace += gram[t * (frames + 1)];
    }
    float scale = (float) (frames / Math.max(1e-6, trace));
    for (int i = 0; i < gram.length; i++) {
      gram[i] *= scale;
    }
    return gram;
  }
}
