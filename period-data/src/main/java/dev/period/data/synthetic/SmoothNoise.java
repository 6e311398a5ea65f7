package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** Smooth motion without a period: camera walks, wandering limbs, drifting light. */
public final class SmoothNoise {
  /**
   * Width of the Gaussian that white noise is smoothed with, in correlation lengths: two frames
   * that are one length apart then have a correlation of 0.17.
   */
  private static final double WIDTH = 0.376;

  /** Where the Gaussian is cut off, in widths. */
  private static final double REACH = 3;

  private SmoothNoise() {}

  /**
   * Independent smooth random curves, standard normal at every frame: white noise behind a Gaussian
   * filter. Neither the curves nor their speed have a rhythm.
   *
   * @param rng where the noise comes from
   * @param frames length of the curves, at least 1
   * @param dims number of curves, at least 1
   * @param scale correlation length in frames; values below 1.5 count as 1.5
   * @return shape [frames, dims]
   */
  public static float[][] of(RandomGenerator rng, int frames, int dims, double scale) {
    double width = WIDTH * Math.max(scale, 1.5);
    int reach = (int) Math.ceil(REACH * width);
    float[] filter = new float[2 * reach + 1];
    double power = 0;
    for (int i = 0; i < filter.length; i++) {
      double away = (i - reach) / width;
      filter[i] = (float) Math.exp(-away * away / 2);
      power += filter[i] * filter[i];
    }
    float unit = (float) (1 / Math.sqrt(power));
    float[][] noise = Draws.normal(rng, frames + 2 * reach, dims);
    float[][] curve = new float[frames][dims];
    for (int t = 0; t < frames; t++) {
      for (int i = 0; i < filter.length; i++) {
        float weight = unit * filter[i];
        for (int d = 0; d < dims; d++) {
          curve[t][d] += weight * noise[t + i][d];
        }
      }
    }
    return curve;
  }
}
