package dev.period.data.synthetic.movers;

import java.util.random.RandomGenerator;

/** When a mover is seen: single frames, gone in between any two of them. */
final class Appearances {
  private Appearances() {}

  /** The most that fit. */
  static int most(int frames) {
    return (frames + 1) / 2;
  }

  /**
   * Any way of appearing {@code count} times, all equally likely.
   *
   * @param count from 0 to {@link #most}
   * @return for each frame, whether the mover is seen
   */
  static boolean[] sample(RandomGenerator rng, int frames, int count) {
    boolean[] seen = new boolean[frames];
    // frames with one without behind each but the last are count of (frames - count + 1) places
    int places = frames - count + 1;
    int left = count;
    int frame = 0;
    for (int place = 0; place < places; place++, frame++) {
      if (rng.nextInt(places - place) < left) {
        seen[frame] = true;
        left--;
        frame++;
      }
    }
    return seen;
  }
}
