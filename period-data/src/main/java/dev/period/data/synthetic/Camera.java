package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** Where the camera looks: held still or by hand, panning, zooming, turning, or following. */
final class Camera {
  /** Dimensions of the camera's path. */
  static final int DIMS = 4;

  private static final int DX = 0;
  private static final int DY = 1;
  private static final int ZOOM = 2;
  private static final int ANGLE = 3;

  /** Furthest shift in pixels at which an actor that stands still is in the picture. */
  private static final float NEAR = 13;

  /** Furthest shift in pixels of a camera that follows something. */
  private static final float FAR = 45;

  private static final float CENTRE = MacroWorld.SIZE / 2f;

  /** Per frame: shift in pixels, zoom minus 1, angle in radians; shape [frames, 4]. */
  private final float[][] path;

  /** Per frame: shift in pixels of all that is seen, the actor followed included; [frames, 2]. */
  private final float[][] shake;

  /** Whether the actor stays in the picture while the background moves. */
  private final boolean follows;

  private Camera(float[][] path, float[][] shake, boolean follows) {
    this.path = path;
    this.shake = shake;
    this.follows = follows;
  }

  private Camera(float[][] path, boolean follows) {
    this(path, new float[path.length][2], follows);
  }

  /** A camera that nothing in the scene moves. */
  static Camera sample(RandomGenerator rng, int frames) {
    float[][] path = new float[frames][DIMS];
    double steadiness = rng.nextDouble();
    if (steadiness > 0.45) {
      add(path, walk(rng, frames, 2, 2, 10), DX, Draws.uniform(rng, 0.1, 1));
    }
    if (steadiness > 0.65) {
      add(path, walk(rng, frames, 2, 30, 128), DX, Draws.uniform(rng, 1, 7));
    }
    if (steadiness > 0.8) {
      add(path, SmoothNoise.of(rng, frames, 1, 60), ZOOM, Draws.uniform(rng, 0.02, 0.15));
      add(path, SmoothNoise.of(rng, frames, 1, 30), ANGLE, Draws.uniform(rng, 0, 0.06));
    }
    boolean tracking = Draws.chance(rng, 0.2);
    if (tracking) {
      float[][] speed = SmoothNoise.of(rng, frames, 2, 40);
      accumulate(speed);
      add(path, speed, DX, Draws.uniform(rng, 0.05, 0.5));
    }
    limit(path, tracking ? FAR : NEAR);
    return new Camera(path, tracking || Draws.chance(rng, 0.3));
  }

  /** A camera that does nothing but follow {@code motion}: shape [frames, 4], sizes about 1. */
  static Camera moving(RandomGenerator rng, float[][] motion) {
    double[] size = {
      Draws.uniform(rng, 1, 6),
      Draws.uniform(rng, 1, 6),
      Draws.uniform(rng, 0, 0.15),
      Draws.uniform(rng, 0, 0.12)
    };
    float[][] path = new float[motion.length][DIMS];
    for (int t = 0; t < path.length; t++) {
      for (int d = 0; d < DIMS; d++) {
        path[t][d] = (float) (size[d] * motion[t][d]);
      }
    }
    limit(path, FAR);
    return new Camera(path, false);
  }

  /** A camera that stays where it is. */
  static Camera still(int frames) {
    return new Camera(new float[frames][DIMS], false);
  }

  /** This camera, which shakes a little where a picture is held, and else stays where it is. */
  Camera held(RandomGenerator rng, Hold hold) {
    float[][] still = path.clone();
    hold.freeze(still);
    return new Camera(still, hold.shake(rng, path.length, 2), follows);
  }

  /** This camera, moved by the other one's path as well. */
  Camera plus(Camera other) {
    float[][] sum = new float[path.length][];
    for (int t = 0; t < path.length; t++) {
      sum[t] = path[t].clone();
    }
    add(sum, other.path, DX, 1);
    limit(sum, FAR);
    return new Camera(sum, follows);
  }

  /** How the background appears in {@code frame}. */
  void background(int frame, View view) {
    float[] at = path[frame];
    float[] shaken = shake[frame];
    view.set(CENTRE, at[DX] + shaken[DX], at[DY] + shaken[DY], 1 + at[ZOOM], at[ANGLE]);
  }

  /** How the actors appear in {@code frame}. */
  void actors(int frame, View view) {
    float[] at = path[frame];
    float[] shaken = shake[frame];
    float shift = follows ? 0 : 1;
    view.set(
        CENTRE, shift * at[DX] + shaken[DX], shift * at[DY] + shaken[DY], 1 + at[ZOOM], at[ANGLE]);
  }

  /** Turns a speed per frame into a position per frame. */
  static void accumulate(float[][] path) {
    for (int t = 1; t < path.length; t++) {
      for (int d = 0; d < path[t].length; d++) {
        path[t][d] += path[t - 1][d];
      }
    }
  }

  private static float[][] walk(
      RandomGenerator rng, int frames, int dims, double fastest, double slowest) {
    return SmoothNoise.of(rng, frames, dims, Draws.uniform(rng, fastest, slowest));
  }

  private static void add(float[][] path, float[][] walk, int firstDim, double size) {
    for (int t = 0; t < path.length; t++) {
      for (int d = 0; d < walk[t].length; d++) {
        path[t][firstDim + d] += (float) (size * walk[t][d]);
      }
    }
  }

  private static void limit(float[][] path, float shift) {
    for (float[] at : path) {
      at[DX] = Math.min(shift, Math.max(-shift, at[DX]));
      at[DY] = Math.min(shift, Math.max(-shift, at[DY]));
      at[ZOOM] = Math.min(0.5f, Math.max(-0.3f, at[ZOOM]));
    }
  }
}
