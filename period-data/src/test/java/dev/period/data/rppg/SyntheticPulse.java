package dev.period.data.rppg;

/** Skin colours that swing with a pulse, under light that drifts. */
final class SyntheticPulse {
  private static final double[] BASE = {120, 90, 70};
  private static final double[] AMPLITUDE = {0.0033, 0.0077, 0.0053};

  private SyntheticPulse() {}

  static ColourTrace trace(double bpm, int frames, double rate) {
    double[][] rgb = new double[3][frames];
    for (int t = 0; t < frames; t++) {
      double seconds = t / rate;
      double drift = 0.02 * Math.sin(2 * Math.PI * 0.1 * seconds) + 0.0005 * t;
      double pulse = Math.sin(2 * Math.PI * bpm / 60 * seconds);
      for (int c = 0; c < 3; c++) {
        rgb[c][t] = BASE[c] * (1 + drift + AMPLITUDE[c] * pulse);
      }
    }
    return new ColourTrace(rgb, rate);
  }
}
