package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * What one repetition looks like: a closed curve in pose space, run through once per repetition.
 *
 * <p>The shapes differ in how much a part of a cycle looks like another part of it, which is what a
 * counter confuses with a repetition.
 */
enum Cycle {
  /** Out and back on the same way, as a lift. */
  THERE_AND_BACK,
  /** Like a ball: fast at one end, smooth at the other. */
  BOUNCE,
  /** A closed loop of a few harmonics. */
  LOOP,
  /** Left, then right: the halves resemble each other, yet both together are one repetition. */
  ALTERNATING,
  /** Two peaks of different height in one repetition. */
  DOUBLE_PEAK;

  static Cycle sample(RandomGenerator rng) {
    double kind = rng.nextDouble();
    if (kind < 0.45) {
      return THERE_AND_BACK;
    }
    if (kind < 0.59) {
      return BOUNCE;
    }
    if (kind < 0.83) {
      return LOOP;
    }
    return kind < 0.92 ? ALTERNATING : DOUBLE_PEAK;
  }

  /**
   * The pose at each frame.
   *
   * @param position where in its cycle each frame is, in [0, 1], shape [frames]
   * @param direction the pose at full deflection, shape [dims]
   * @return shape [frames, dims]
   */
  float[][] poses(RandomGenerator rng, double[] position, float[] direction) {
    return switch (this) {
      case THERE_AND_BACK -> thereAndBack(rng, position, direction);
      case BOUNCE -> along(position, direction, u -> Math.abs(Math.sin(Math.PI * u)));
      case LOOP -> loop(rng, position, direction);
      case ALTERNATING -> alternating(rng, position, direction);
      case DOUBLE_PEAK -> doublePeak(rng, position, direction);
    };
  }

  private static float[][] thereAndBack(RandomGenerator rng, double[] position, float[] direction) {
    double power = Draws.choice(rng, 0.5, 1, 1, 1.6, 3);
    float[][] poses = along(position, direction, u -> Math.pow(swing(u), power));
    if (Draws.chance(rng, 0.3)) {
      // The way back is not quite the way there.
      float[] side = new float[direction.length];
      for (int d = 0; d < side.length; d++) {
        side[d] = (float) (0.25 * rng.nextGaussian());
      }
      add(poses, along(position, side, u -> Math.sin(2 * Math.PI * u)));
    }
    return poses;
  }

  private static float[][] loop(RandomGenerator rng, double[] position, float[] direction) {
    int harmonics = rng.nextInt(1, 4);
    float[][] poses = new float[position.length][direction.length];
    for (int k = 1; k <= harmonics; k++) {
      addWave(rng, poses, position, k, direction, 1 / Math.pow(k, 1.3), true);
    }
    // Without a strong fundamental a cycle would fall into equal parts: its count would be a lie.
    addWave(rng, poses, position, 1, direction, 0.7, false);
    return poses;
  }

  private static void addWave(
      RandomGenerator rng,
      float[][] poses,
      double[] position,
      int harmonic,
      float[] direction,
      double scale,
      boolean randomSize) {
    for (int d = 0; d < direction.length; d++) {
      double size = scale * direction[d] * (randomSize ? rng.nextGaussian() : 1);
      double offset = Draws.uniform(rng, 0, 2 * Math.PI);
      for (int t = 0; t < position.length; t++) {
        poses[t][d] += (float) (size * Math.sin(2 * Math.PI * harmonic * position[t] + offset));
      }
    }
  }

  private static float[][] alternating(RandomGenerator rng, double[] position, float[] direction) {
    // Were the halves more alike than this, people would count each of them.
    double likeness = Draws.uniform(rng, 0, 0.6);
    double difference = Math.sqrt(1 - likeness * likeness);
    float[] other = new float[direction.length];
    double size = 0;
    for (float value : direction) {
      size = Math.max(size, Math.abs(value));
    }
    for (int d = 0; d < other.length; d++) {
      other[d] = (float) (likeness * direction[d] + difference * size * rng.nextGaussian());
    }
    float[][] poses = along(position, direction, u -> u < 0.5 ? swing(2 * u) : 0);
    add(poses, along(position, other, u -> u < 0.5 ? 0 : swing(2 * u)));
    return poses;
  }

  private static float[][] doublePeak(RandomGenerator rng, double[] position, float[] direction) {
    double second = Draws.uniform(rng, 0.25, 0.75);
    double valley = Draws.uniform(rng, 0, 0.5);
    return along(
        position,
        direction,
        u -> {
          double peak = swing(2 * u) * (u < 0.5 ? 1 : second);
          // Lifted in the middle only, so that a cycle still starts and ends in the rest pose.
          return peak + valley * second * swing(u) * (1 - swing(2 * u));
        });
  }

  /** 0 at whole numbers, 1 half-way between. */
  static double swing(double u) {
    return 0.5 - 0.5 * Math.cos(2 * Math.PI * u);
  }

  private interface Deflection {
    double at(double position);
  }

  private static float[][] along(double[] position, float[] direction, Deflection deflection) {
    float[][] poses = new float[position.length][direction.length];
    for (int t = 0; t < position.length; t++) {
      float size = (float) deflection.at(position[t]);
      for (int d = 0; d < direction.length; d++) {
        poses[t][d] = size * direction[d];
      }
    }
    return poses;
  }

  private static void add(float[][] poses, float[][] more) {
    for (int t = 0; t < poses.length; t++) {
      for (int d = 0; d < poses[t].length; d++) {
        poses[t][d] += more[t][d];
      }
    }
  }
}
