package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** A path through pose space that repeats where its {@link Timing} says so. */
public final class Trajectory {
  /** {@code idle}: outside the repetitions the pose freezes. */
  public static final int IDLE_FREEZE = 0;

  /** {@code idle}: outside the repetitions every dimension wanders. */
  public static final int IDLE_WANDER = 1;

  /** {@code idle}: outside the repetitions the dimensions wander that also repeat. */
  public static final int IDLE_WANDER_SAME = 2;

  /** Share of the paths on which every other repetition looks a little different. */
  private static final double EVERY_OTHER = 0.15;

  private Trajectory() {}

  /**
   * Draws one path.
   *
   * @param rng where the shape of the cycle, its direction and its irregularities come from
   * @param dims dimensions of the pose, at least 1
   * @param timing when it repeats
   * @param idle one of the {@code IDLE_} constants
   * @param span size of the motion; 1 moves each dimension by about 1
   * @return shape [frames, dims]
   */
  public static float[][] sample(
      RandomGenerator rng, int dims, Timing timing, int idle, double span) {
    float[] direction = direction(rng, dims);
    float[][] poses = Cycle.sample(rng).poses(rng, position(rng, timing), direction);
    int frames = timing.frames();
    for (int t = 0; t < frames; t++) {
      scale(poses[t], timing.amplitude()[t]);
    }
    if (idle != IDLE_FREEZE) {
      wander(rng, poses, timing, direction, idle == IDLE_WANDER_SAME);
    }
    vary(rng, poses, timing);
    if (Draws.chance(rng, EVERY_OTHER)) {
      differEveryOther(rng, poses, timing);
    }
    for (float[] pose : poses) {
      scale(pose, (float) span);
    }
    return poses;
  }

  /** Where in its cycle each frame is; half of the clips spend longer in one half of the cycle. */
  private static double[] position(RandomGenerator rng, Timing timing) {
    double middle = Draws.chance(rng, 0.5) ? Draws.uniform(rng, 0.25, 0.75) : 0.5;
    double[] position = new double[timing.frames()];
    for (int t = 0; t < position.length; t++) {
      double u = timing.phase()[t] - Math.floor(timing.phase()[t]);
      position[t] = u < middle ? u / middle * 0.5 : 0.5 + (u - middle) / (1 - middle) * 0.5;
    }
    return position;
  }

  private static float[] direction(RandomGenerator rng, int dims) {
    boolean sparse = Draws.chance(rng, 0.5);
    float[] direction = new float[dims];
    boolean moves = false;
    for (int d = 0; d < dims; d++) {
      float value = (float) rng.nextGaussian();
      direction[d] = sparse && Draws.chance(rng, 0.5) ? 0 : value;
      moves |= direction[d] != 0;
    }
    if (!moves) {
      direction[rng.nextInt(dims)] = 1;
    }
    return direction;
  }

  private static void wander(
      RandomGenerator rng, float[][] poses, Timing timing, float[] direction, boolean sameDims) {
    int dims = direction.length;
    double scale = Draws.uniform(rng, AimlessMotion.SLOW, AimlessMotion.SLOW + 26);
    float[][] path = SmoothNoise.of(rng, poses.length, dims, scale);
    float size = (float) Draws.uniform(rng, 0.2, 1);
    double[] weight = idleWeight(timing.active());
    for (int t = 0; t < poses.length; t++) {
      for (int d = 0; d < dims; d++) {
        float idlePose = sameDims && direction[d] == 0 ? 0 : size * path[t][d];
        poses[t][d] = (float) (poses[t][d] * (1 - 0.7 * weight[t]) + idlePose * weight[t]);
      }
    }
  }

  /** 1 where nothing repeats, with soft edges (a Gaussian of 1.5 frames) so that nothing jumps. */
  private static double[] idleWeight(boolean[] active) {
    int radius = 5;
    double[] weight = new double[active.length];
    for (int t = 0; t < active.length; t++) {
      double sum = 0;
      double total = 0;
      for (int k = -radius; k <= radius; k++) {
        double kernel = Math.exp(-k * k / (2 * 1.5 * 1.5));
        int at = Math.max(0, Math.min(active.length - 1, t + k));
        sum += active[at] ? 0 : kernel;
        total += kernel;
      }
      weight[t] = sum / total;
    }
    return weight;
  }

  /** No two repetitions are alike: jitter within a cycle, and now and then a slow drift. */
  private static void vary(RandomGenerator rng, float[][] poses, Timing timing) {
    int frames = poses.length;
    int dims = poses[0].length;
    double jitter = Draws.choice(rng, 0, 0.03, 0.08, 0.18);
    if (jitter > 0) {
      double scale = period(timing) * Draws.uniform(rng, 0.4, 2);
      add(poses, SmoothNoise.of(rng, frames, dims, scale), jitter);
    }
    if (Draws.chance(rng, 0.2)) {
      double scale = frames * Draws.uniform(rng, 0.2, 1);
      add(poses, SmoothNoise.of(rng, frames, dims, scale), Draws.uniform(rng, 0, 0.5));
    }
  }

  /**
   * Moves every other repetition aside by a part of its size, as strokes of unlike shovelfuls are.
   * Each still counts: what {@link Cycle#ALTERNATING} makes one repetition differs by far more.
   */
  private static void differEveryOther(RandomGenerator rng, float[][] poses, Timing timing) {
    float[] aside = direction(rng, poses[0].length);
    scale(aside, (float) Draws.uniform(rng, 0.05, 0.35));
    for (int t = 0; t < poses.length; t++) {
      double completed = Math.floor(timing.phase()[t]);
      if (completed % 2 == 1) {
        double deflection = Cycle.swing(timing.phase()[t] - completed);
        for (int d = 0; d < aside.length; d++) {
          poses[t][d] += (float) (deflection * aside[d]);
        }
      }
    }
  }

  /** Typical length of a repetition in frames, at least 4; the whole clip where nothing repeats. */
  static double period(Timing timing) {
    if (timing.count() == 0) {
      return timing.frames();
    }
    int active = 0;
    for (boolean at : timing.active()) {
      active += at ? 1 : 0;
    }
    return Math.max(4.0, (double) active / timing.count());
  }

  /** Adds {@code size} times {@code more} to {@code path}, both of shape [frames, dims]. */
  static void add(float[][] path, float[][] more, double size) {
    for (int t = 0; t < path.length; t++) {
      for (int d = 0; d < path[t].length; d++) {
        path[t][d] += (float) (size * more[t][d]);
      }
    }
  }

  private static void scale(float[] pose, float factor) {
    for (int d = 0; d < pose.length; d++) {
      pose[d] *= factor;
    }
  }
}
