package dev.period.data.synthetic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Motion in which nothing repeats, so that "0" is an answer with examples behind it. */
final class AimlessMotion {
  private AimlessMotion() {}

  /**
   * Shortest correlation length in frames. In few dimensions a path that turns more often comes
   * back to the same poses again and again: shaking, which a viewer would rightly count.
   */
  static final double SLOW = 12;

  /** A path through pose space, shape [frames, dims]. */
  static float[][] sample(RandomGenerator rng, int frames, int dims) {
    double scale = Draws.logUniform(rng, SLOW, 60);
    double kind = rng.nextDouble();
    float[][] path;
    if (kind < 0.35) {
      path = SmoothNoise.of(rng, frames, dims, scale);
    } else if (kind < 0.5) {
      path = SmoothNoise.of(rng, frames, dims, scale);
      double slower = scale * Draws.uniform(rng, 2, 8);
      Trajectory.add(path, SmoothNoise.of(rng, frames, dims, slower), Draws.uniform(rng, 0.3, 3));
    } else if (kind < 0.65) {
      path = heldPoses(rng, frames, dims);
    } else if (kind < 0.8) {
      path = sweeps(rng, frames, dims);
    } else if (kind < 0.9) {
      path = bursts(rng, frames, dims, scale);
    } else {
      path = new float[frames][dims];
      Trajectory.add(path, SmoothNoise.of(rng, frames, dims, scale), 0.05);
    }
    float[][] sized = new float[frames][dims];
    Trajectory.add(sized, path, Draws.uniform(rng, 0.4, 1.5));
    return sized;
  }

  /** Poses that are held, with quick changes between them. */
  private static float[][] heldPoses(RandomGenerator rng, int frames, int dims) {
    double[] changes = new double[rng.nextInt(2, 12)];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = Draws.uniform(rng, 0, frames);
    }
    Arrays.sort(changes);
    double width = Draws.choice(rng, 0.3, 0.8, 1.4, 2.6);
    float[][] poses = Draws.normal(rng, changes.length + 1, dims);
    float[][] path = new float[frames][dims];
    for (int t = 0; t < frames; t++) {
      for (int d = 0; d < dims; d++) {
        double value = poses[0][d];
        for (int i = 0; i < changes.length; i++) {
          double passed = 1 / (1 + Math.exp((changes[i] - t) / width));
          value += passed * (poses[i + 1][d] - poses[i][d]);
        }
        path[t][d] = (float) value;
      }
    }
    return path;
  }

  /** Things that pass through once, at random times. */
  private static float[][] sweeps(RandomGenerator rng, int frames, int dims) {
    float[][] path = new float[frames][dims];
    int sweeps = rng.nextInt(1, 6);
    for (int i = 0; i < sweeps; i++) {
      double start = Draws.uniform(rng, 0, frames);
      double duration = Draws.uniform(rng, 4, 60);
      for (int d = 0; d < dims; d++) {
        double distance = 2 * rng.nextGaussian();
        for (int t = 0; t < frames; t++) {
          double along = Math.max(0, Math.min(1, (t - start) / duration));
          path[t][d] += (float) (along * distance);
        }
      }
    }
    return path;
  }

  /** Wandering that starts and stops. */
  private static float[][] bursts(RandomGenerator rng, int frames, int dims, double scale) {
    float[][] path = SmoothNoise.of(rng, frames, dims, scale);
    float[][] gate = SmoothNoise.of(rng, frames, 1, Draws.uniform(rng, 5, 40));
    double threshold = Draws.uniform(rng, -0.5, 1);
    for (int t = 0; t < frames; t++) {
      if (gate[t][0] <= threshold) {
        Arrays.fill(path[t], 0);
      }
    }
    return path;
  }
}
