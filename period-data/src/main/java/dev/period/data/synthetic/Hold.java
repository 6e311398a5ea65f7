package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * Outside of this stretch a clip stands still, as when somebody waits before the first repetition
 * and after the last one: the picture of its nearer end is held, and only the camera shakes.
 *
 * @param from the first frame that is not held
 * @param to the last one
 */
record Hold(int from, int to) {
  /** How far the camera shakes at most, as a standard deviation in pixels. */
  private static final double SHAKE = 1.2;

  /** Nothing is held. */
  static Hold nothing(int frames) {
    return new Hold(0, frames - 1);
  }

  /** All but the repetitions is held; where there are none, a picture at random. */
  static Hold outside(RandomGenerator rng, Timing timing) {
    int from = 0;
    int to = timing.frames() - 1;
    if (timing.count() == 0) {
      from = rng.nextInt(timing.frames());
      return new Hold(from, from);
    }
    while (!timing.active()[from]) {
      from++;
    }
    while (!timing.active()[to]) {
      to--;
    }
    return new Hold(from, to);
  }

  /** The frame whose picture is seen at {@code frame}. */
  int at(int frame) {
    return Math.max(from, Math.min(to, frame));
  }

  boolean holds(int frame) {
    return at(frame) != frame;
  }

  /** Holds a path, shape [frames, dims], as the picture is held. */
  void freeze(float[][] path) {
    for (int t = 0; t < path.length; t++) {
      if (holds(t)) {
        path[t] = path[at(t)].clone();
      }
    }
  }

  /** How the camera shakes while the picture is held, in pixels; shape [frames, dims]. */
  float[][] shake(RandomGenerator rng, int frames, int dims) {
    double scale = Draws.logUniform(rng, 2, 30);
    float[][] shake =
        Draws.chance(rng, 0.5)
            ? HandSway.of(rng, frames, dims, scale)
            : SmoothNoise.of(rng, frames, dims, scale);
    double size = Draws.uniform(rng, 0, SHAKE);
    for (int t = 0; t < frames; t++) {
      for (int d = 0; d < dims; d++) {
        shake[t][d] *= holds(t) ? (float) size : 0;
      }
    }
    return shake;
  }
}
