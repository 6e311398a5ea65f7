package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * Motion in which nothing repeats: what a counter has to answer 0 to.
 *
 * <p>The counterpart of {@link Trajectory} for clips without repetitions.
 */
final class Wandering {
  private Wandering() {}

  /**
   * A path that holds still, wanders, goes from pose to pose, or makes a single one-way gesture.
   *
   * @return shape [frames, dims], values of about {@code span}
   */
  static float[][] sample(RandomGenerator rng, int dims, int frames, double span) {
    float[][] path;
    double kind = rng.nextDouble();
    if (kind < 0.2) {
      path = poses(rng, frames, dims, 0);
    } else if (kind < 0.45) {
      path = SmoothNoise.of(rng, frames, dims, Draws.uniform(rng, 10, 80));
    } else if (kind < 0.75) {
      path = poses(rng, frames, dims, rng.nextInt(2, 6));
    } else {
      path = poses(rng, frames, dims, 1);
    }
    float size = (float) (span * Draws.uniform(rng, 0.3, 1));
    boolean sparse = Draws.chance(rng, 0.5);
    for (int d = 0; d < dims; d++) {
      float scale = sparse && Draws.chance(rng, 0.5) ? 0 : size;
      for (float[] pose : path) {
        pose[d] *= scale;
      }
    }
    return path;
  }

  /** {@code changes} smooth changes of pose at random times, never to a pose that was before. */
  private static float[][] poses(RandomGenerator rng, int frames, int dims, int changes) {
    float[][] poses = Draws.normal(rng, changes + 1, dims);
    float[][] path = new float[frames][];
    for (int t = 0; t < frames; t++) {
      path[t] = poses[0].clone();
    }
    for (int change = 0; change < changes; change++) {
      // One change per equal part of the clip, so that they do not overlap.
      double part = (double) frames / changes;
      double length = part * Draws.uniform(rng, 0.1, 0.9);
      double begin = change * part + Draws.uniform(rng, 0, part - length);
      for (int t = Math.max(0, (int) begin); t < frames; t++) {
        float done = Canvas.unit((float) ((t - begin) / length));
        float ease = done * done * (3 - 2 * done);
        for (int d = 0; d < dims; d++) {
          path[t][d] += ease * (poses[change + 1][d] - poses[change][d]);
        }
      }
    }
    return path;
  }
}
