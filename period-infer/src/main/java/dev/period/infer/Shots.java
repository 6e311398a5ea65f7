package dev.period.infer;

import java.util.stream.IntStream;

/**
 * Finds where a video was cut: one picture is followed by another one that shows something else.
 *
 * <p>A cut differs from a motion, however fast, in that no frame of the second before it is like
 * any of the second behind it. So the smallest distance between the two sides is compared with the
 * largest one between neighbours on either side. A flash, a repeated jump and a shaking camera
 * bring frames that are like earlier ones, and a pan takes more than one step. Dissolves are not
 * found.
 */
final class Shots {
  /** What lies on either side of a cut is looked at for this long, in seconds. */
  private static final double REACH = 1;

  /** A shot has this many frames at least. */
  static final int LEAST = 4;

  /**
   * How many times the largest step between neighbours a cut is. By {@link ShotWatch} no place in
   * 51 videos in which nothing was cut is more than 1.2 times as large, and 19 of 20 joints of two
   * of them are more than 2.1 times.
   */
  private static final double JUMP = 1.4;

  /** Added to a step: the part of the change over the whole video that is taken for noise. */
  private static final double NOISE_SHARE = 0.1;

  /** How far apart two frames are. */
  @FunctionalInterface
  interface Distance {
    /** Not negative, in any unit. */
    double between(int one, int other);
  }

  private Shots() {}

  /** Frames on either side that are looked at, at least {@link #LEAST}. */
  static int reach(double framesPerSecond) {
    return (int) Math.max(LEAST, Math.round(REACH * framesPerSecond));
  }

  /**
   * Whether a shot begins at a frame.
   *
   * @param at the frame; at least {@link #LEAST} are before it, and as many are not
   * @param frames how many there are
   * @param reach as from {@link #reach}
   * @param noise the distance of two frames that show the same
   */
  static boolean cut(int at, int frames, int reach, double noise, Distance distance) {
    int from = Math.max(0, at - reach);
    int to = Math.min(frames, at + reach);
    double step = 0;
    for (int t = from + 1; t < to; t++) {
      if (t != at) {
        step = Math.max(step, distance.between(t - 1, t));
      }
    }
    double least = JUMP * (step + noise);
    for (int one = at - 1; one >= from; one--) {
      for (int other = at; other < to; other++) {
        if (distance.between(one, other) <= least) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether there are several shots in what a model saw of a video.
   *
   * @param gram self-similarity whose first matrix is that of the grey picture, [maps, slots,
   *     slots]
   * @param seconds length of the video
   */
  static boolean several(float[] gram, int slots, double seconds) {
    Distance distance =
        (i, j) -> {
          double squared = gram[i * (slots + 1)] + gram[j * (slots + 1)] - 2 * gram[i * slots + j];
          return Math.sqrt(Math.max(0, squared));
        };
    int reach = reach(slots / Math.max(1e-3, seconds));
    return IntStream.rangeClosed(LEAST, slots - LEAST)
        .anyMatch(at -> cut(at, slots, reach, NOISE_SHARE, distance));
  }
}
