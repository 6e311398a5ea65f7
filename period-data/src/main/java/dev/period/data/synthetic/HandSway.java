package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * How a camera sways that somebody holds: it moves from place to place, and rests at each for a
 * moment. The places are random, the moments are not: its speed has a period, which must not be
 * taken for one of the picture.
 */
public final class HandSway {
  private HandSway() {}

  /**
   * Independent smooth random curves, roughly standard normal at every frame.
   *
   * <p>Normal values at equally spaced knots are joined by a cubic ease, which stops at each knot.
   *
   * @param rng where the knots come from
   * @param frames length of the curves, at least 1
   * @param dims number of curves, at least 1
   * @param scale frames between two knots; values below 1.5 count as 1.5
   * @return shape [frames, dims]
   */
  public static float[][] of(RandomGenerator rng, int frames, int dims, double scale) {
    int knots = Math.max(4, (int) Math.ceil(frames / Math.max(scale, 1.5)) + 3);
    float[][] values = Draws.normal(rng, knots, dims);
    float[][] curve = new float[frames][dims];
    for (int t = 0; t < frames; t++) {
      double at = frames == 1 ? 0 : (double) t * (knots - 1) / (frames - 1);
      int left = Math.min((int) at, knots - 2);
      double fraction = at - left;
      float ease = (float) (fraction * fraction * (3 - 2 * fraction));
      for (int d = 0; d < dims; d++) {
        curve[t][d] = values[left][d] * (1 - ease) + values[left + 1][d] * ease;
      }
    }
    return curve;
  }
}
