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

  /** Shortest and longest repetition looked for, in frames and as a share of the path. */
  private static final int SHORTEST = 5;

  private static final double LONGEST = 1 / 3.0;

  /** Two stretches are alike when their distance is below this share of that of any two. */
  private static final double ALIKE = 0.3;

  /** Stretches that move less than this share of the whole path are rest, alike or not. */
  private static final double REST = 0.1;

  /** A pose is back, and has been left, at these shares of the distance of any two poses. */
  private static final double BACK = 0.15;

  private static final double LEFT = 0.8;

  /**
   * A path through pose space in which a viewer would count nothing, shape [frames, dims]. Half of
   * the paths leave some of the dimensions still.
   */
  static float[][] sample(RandomGenerator rng, int frames, int dims) {
    float[][] path = any(rng, frames, dims);
    while (repeats(path) || comesBackTwice(path)) {
      path = any(rng, frames, dims);
    }
    return path;
  }

  /** Whether some stretch of the path is followed by one that a viewer would take for its twin. */
  static boolean repeats(float[][] path) {
    int frames = path.length;
    // Sums up to each frame, so that the variance of any stretch is a few subtractions.
    double[][] sums = new double[frames + 1][path[0].length];
    double[] squares = new double[frames + 1];
    for (int t = 0; t < frames; t++) {
      squares[t + 1] = squares[t];
      for (int d = 0; d < path[t].length; d++) {
        sums[t + 1][d] = sums[t][d] + path[t][d];
        squares[t + 1] += path[t][d] * path[t][d];
      }
    }
    double rest = REST * variance(sums, squares, 0, frames);
    for (int lag = SHORTEST; lag <= frames * LONGEST; lag++) {
      double[] distances = new double[frames - lag + 1];
      for (int t = 0; t + lag < frames; t++) {
        distances[t + 1] = distances[t] + distance(path[t], path[t + lag]);
      }
      for (int t = 0; t + 2 * lag <= frames; t++) {
        double variance = variance(sums, squares, t, t + 2 * lag);
        double apart = (distances[t + lag] - distances[t]) / lag;
        if (variance > rest && apart < ALIKE * 2 * variance) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there is a pose that is left and taken up again twice: two repetitions. */
  static boolean comesBackTwice(float[][] path) {
    int frames = path.length;
    double mean = 0;
    for (int a = 0; a < frames; a++) {
      for (int b = 0; b < a; b++) {
        mean += distance(path[a], path[b]) * 2 / (frames * (frames - 1.0));
      }
    }
    for (int pose = 0; pose < frames; pose++) {
      int returns = 0;
      boolean away = false;
      for (int t = pose + 1; t < frames; t++) {
        double apart = distance(path[pose], path[t]);
        if (apart > LEFT * mean) {
          away = true;
        } else if (away && apart < BACK * mean) {
          away = false;
          returns++;
        }
      }
      if (returns >= 2) {
        return true;
      }
    }
    return false;
  }

  private static double variance(double[][] sums, double[] squares, int from, int to) {
    double length = to - from;
    double variance = (squares[to] - squares[from]) / length;
    for (int d = 0; d < sums[0].length; d++) {
      double mean = (sums[to][d] - sums[from][d]) / length;
      variance -= mean * mean;
    }
    return variance;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }

  private static float[][] any(RandomGenerator rng, int frames, int dims) {
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
    if (Draws.chance(rng, 0.5)) {
      leaveStill(rng, sized);
    }
    return sized;
  }

  private static void leaveStill(RandomGenerator rng, float[][] path) {
    int moving = rng.nextInt(path[0].length);
    for (int d = 0; d < path[0].length; d++) {
      if (d != moving && Draws.chance(rng, 0.5)) {
        for (float[] pose : path) {
          pose[d] = 0;
        }
      }
    }
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
