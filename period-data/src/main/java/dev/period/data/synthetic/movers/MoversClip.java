package dev.period.data.synthetic.movers;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.synthetic.Draws;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One mover, or two side by side, each of which pops up a number of times of its own.
 *
 * @param movers one, or two of different colours
 * @param counts how often they pop up, never the same number
 * @param frames the clip, two frames a second
 */
record MoversClip(List<Mover> movers, List<Integer> counts, FrameSequence frames) {
  /** Width and height of a frame, in pixels. */
  static final int SIZE = FrameFeatures.SIZE;

  private static final double FRAMES_PER_SECOND = 2;
  private static final double NOISE = 6;

  MoversClip {
    movers = List.copyOf(movers);
    counts = List.copyOf(counts);
  }

  /**
   * The clip of a seed.
   *
   * @param frames at least 2
   * @param alone whether there is one mover only
   */
  static MoversClip render(long seed, int frames, boolean alone) {
    SplittableRandom rng = new SplittableRandom(seed);
    int n = alone ? 1 : 2;
    int most = Appearances.most(frames);
    int left = rng.nextInt(most + 1);
    int right = (left + 1 + rng.nextInt(most)) % (most + 1);
    List<Integer> counts = List.of(left, right).subList(0, n);
    List<Mover> movers = Mover.two(rng).subList(0, n);
    int side = rng.nextInt(2);
    byte[] rgb = ground(rng, frames);
    for (int i = 0; i < n; i++) {
      paint(
          rgb, rng, movers.get(i), (side + i) % 2, Appearances.sample(rng, frames, counts.get(i)));
    }
    double[] times = new double[frames];
    for (int t = 0; t < frames; t++) {
      times[t] = (t + 0.5) / FRAMES_PER_SECOND;
    }
    return new MoversClip(
        movers, counts, new FrameSequence(rgb, SIZE, SIZE, times, frames / FRAMES_PER_SECOND));
  }

  /** Dark grey with noise that is new in each frame. */
  private static byte[] ground(RandomGenerator rng, int frames) {
    double grey = Draws.uniform(rng, 20, 90);
    byte[] rgb = new byte[frames * SIZE * SIZE * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.max(0, Math.round(grey + NOISE * (2 * rng.nextDouble() - 1)));
    }
    return rgb;
  }

  private static void paint(
      byte[] rgb, RandomGenerator rng, Mover mover, int side, boolean[] seen) {
    double radius = Draws.uniform(rng, 7, 10);
    double x = side * SIZE / 2.0 + Draws.uniform(rng, 11, 13);
    double y = Draws.uniform(rng, 12, 36);
    for (int t = 0; t < seen.length; t++) {
      if (seen[t]) {
        paint(rgb, t, mover, radius, x, y);
      }
    }
  }

  private static void paint(byte[] rgb, int frame, Mover mover, double radius, double x, double y) {
    for (int row = (int) (y - radius); row <= y + radius; row++) {
      for (int column = (int) (x - radius); column <= x + radius; column++) {
        double across = (column + 0.5 - x) / radius;
        double down = (row + 0.5 - y) / radius;
        boolean inside = Math.abs(across) <= 1 && Math.abs(down) <= 1;
        if (inside && mover.shape().covers(across, down)) {
          for (int c = 0; c < 3; c++) {
            rgb[((frame * SIZE + row) * SIZE + column) * 3 + c] = (byte) mover.colour().channel(c);
          }
        }
      }
    }
  }
}
