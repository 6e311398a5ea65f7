package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import java.util.random.RandomGenerator;

/**
 * Skin: its colour, and how much of it the pulse takes away in each channel.
 *
 * <p>The direction is the blood volume pulse vector (0.33, 0.77, 0.53) of de Haan and van Leest
 * (2014, PBV), which holds for white light and all skin tones: relative to the mean of each channel
 * green swings most, then blue, then red. Melanin hides the pulse: dark skin shows less of it.
 *
 * @param tone from 0 (very light) to 1 (very dark)
 * @param colour red, green and blue, 0 to 255
 * @param pulse relative swing of each channel, half of it up and half down; 0 for a painted face
 */
@SuppressWarnings("ArrayRecordComponent")
record Skin(double tone, double[] colour, double[] pulse) {
  private static final double[][] TONES = {
    {246, 220, 200}, {226, 182, 152}, {190, 136, 104}, {143, 94, 68}, {98, 63, 47}, {66, 44, 36}
  };
  private static final double[] BLOOD = {0.33, 0.77, 0.53};

  /** How far the green channel swings to either side, as a part of its mean. */
  private static final double WEAKEST = 0.004;

  private static final double STRONGEST = 0.01;

  private static final double HIDDEN_BY_MELANIN = 0.5;

  static Skin sample(RandomGenerator rng, boolean alive) {
    double tone = rng.nextDouble();
    double strength = Draws.logUniform(rng, WEAKEST, STRONGEST) * (1 - HIDDEN_BY_MELANIN * tone);
    double at = tone * (TONES.length - 1);
    int left = Math.min(TONES.length - 2, (int) at);
    double[] colour = new double[3];
    double[] pulse = new double[3];
    for (int c = 0; c < 3; c++) {
      double mixed = TONES[left][c] + (at - left) * (TONES[left + 1][c] - TONES[left][c]);
      colour[c] = mixed * (1 + 0.02 * rng.nextGaussian());
      // lamps are not white, and cameras mix their channels
      double blood = BLOOD[c] / BLOOD[1] * (1 + 0.08 * rng.nextGaussian());
      pulse[c] = alive ? strength * blood : 0;
    }
    return new Skin(tone, colour, pulse);
  }
}
