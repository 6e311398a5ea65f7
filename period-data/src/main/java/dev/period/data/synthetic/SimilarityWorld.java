package dev.period.data.synthetic;

import dev.period.core.periodicity.SimilarityMaps;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A world without pictures: poses move, random waves stand in for the pixels, and only the
 * self-similarity of these is kept.
 *
 * <p>It is some times faster than rendering and varies what a renderer holds fixed: how sharply
 * similarity falls with distance, how much of the view belongs to the mover, and what else moves.
 */
public final class SimilarityWorld {
  /** Frames of every clip. */
  public static final int FRAMES = 128;

  /** What a clip shows. */
  public enum Kind {
    /** Any timing. */
    ANY,
    /** Repetitions with much time before, between or after them. */
    IDLE,
    /** Motion, but nothing repeats. */
    AIMLESS
  }

  /** Share of the clips with repetitions that stand still before and after them. */
  private static final double HELD = 0.1;

  /** What a shift by a pixel is to the camera of this world. */
  private static final double PIXEL = 0.3;

  private SimilarityWorld() {}

  /** The clip of {@code seed}: 60 % {@link Kind#ANY}, 25 % idle, 15 % aimless. */
  public static SimulatedClip sample(long seed) {
    double kind = new SplittableRandom(~seed).nextDouble();
    return sample(seed, kind < 0.6 ? Kind.ANY : kind < 0.85 ? Kind.IDLE : Kind.AIMLESS);
  }

  /** The clip of {@code seed} and {@code kind}: the same arguments always give the same clip. */
  public static SimulatedClip sample(long seed, Kind kind) {
    SplittableRandom rng = new SplittableRandom(seed);
    Timing timing = timing(rng, kind);
    int dims = rng.nextInt(1, 7);
    float[][] pose =
        kind == Kind.AIMLESS
            ? AimlessMotion.sample(rng, FRAMES, dims)
            : Trajectory.sample(rng, dims, timing, rng.nextInt(3), 1);
    disturb(rng, pose, kind == Kind.AIMLESS ? FRAMES / 4.0 : Trajectory.period(timing));
    float[][] camera = camera(rng);
    if (timing.count() > 0 && Draws.chance(rng, HELD)) {
      hold(rng, timing, pose, camera);
    }
    return new SimulatedClip(
        SimilarityMaps.of(WaveImages.features(rng, pose, camera), WaveImages.REGIONS), timing);
  }

  private static Timing timing(RandomGenerator rng, Kind kind) {
    if (kind == Kind.AIMLESS) {
      return Timing.still(FRAMES);
    }
    Timing timing = Timing.sample(rng, FRAMES);
    while (kind == Kind.IDLE && (timing.count() < 1 || activeShare(timing) > 0.8)) {
      timing = Timing.sample(rng, FRAMES);
    }
    return timing;
  }

  private static double activeShare(Timing timing) {
    int active = 0;
    for (boolean at : timing.active()) {
      active += at ? 1 : 0;
    }
    return (double) active / timing.frames();
  }

  /** Variation from repetition to repetition, and a slow drift of the whole pose. */
  private static void disturb(RandomGenerator rng, float[][] pose, double period) {
    int dims = pose[0].length;
    if (Draws.chance(rng, 0.6)) {
      double scale = period * Draws.uniform(rng, 0.5, 2);
      Trajectory.add(pose, SmoothNoise.of(rng, FRAMES, dims, scale), Draws.uniform(rng, 0, 0.35));
    }
    if (Draws.chance(rng, 0.3)) {
      double scale = FRAMES * Draws.uniform(rng, 0.2, 1);
      Trajectory.add(pose, SmoothNoise.of(rng, FRAMES, dims, scale), rng.nextDouble());
    }
  }

  private static void hold(RandomGenerator rng, Timing timing, float[][] pose, float[][] camera) {
    Hold hold = Hold.outside(rng, timing);
    hold.freeze(pose);
    hold.freeze(camera);
    float[][] shake = hold.shake(rng, FRAMES, camera[0].length);
    Trajectory.add(camera, shake, PIXEL);
  }

  /** A camera that stands still, shakes, or also travels; shape [frames, 1 to 3]. */
  private static float[][] camera(RandomGenerator rng) {
    int dims = rng.nextInt(1, 4);
    float[][] camera = new float[FRAMES][dims];
    double kind = rng.nextDouble();
    if (kind > 0.4) {
      float[][] shake = SmoothNoise.of(rng, FRAMES, dims, Draws.uniform(rng, 2, 12));
      Trajectory.add(camera, shake, Draws.uniform(rng, 0, 0.4));
    }
    if (kind > 0.6) {
      float[][] travel = SmoothNoise.of(rng, FRAMES, dims, Draws.uniform(rng, 20, 128));
      Trajectory.add(camera, travel, Draws.uniform(rng, 0.1, 2.5));
    }
    return camera;
  }
}
