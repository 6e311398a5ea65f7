package dev.period.infer.eval;

import dev.period.data.rppg.PulseWave;
import java.util.Locale;

/** The strength of each heart rate in a wave, with the true and the found one. */
final class SpectrumSvg {
  private static final double WIDTH = 460;
  private static final double HEIGHT = 120;
  private static final double LEFT = 4;
  private static final double RIGHT = WIDTH - 4;
  private static final double TOP = 6;
  private static final double FLOOR = HEIGHT - 20;
  private static final double LOW = 36;
  private static final double HIGH = 198;
  private static final int STEP = 20;

  private SpectrumSvg() {}

  /**
   * An SVG element.
   *
   * @param found by the model; NaN where it gave none
   */
  static String of(PulseWave.Spectrum spectrum, double truth, double found) {
    Svg svg = new Svg(WIDTH, HEIGHT, "strength of each heart rate");
    StringBuilder points = new StringBuilder();
    double[] power = spectrum.power();
    for (int k = 0; k < power.length; k++) {
      double x = x(spectrum.lowBpm() + k * spectrum.stepBpm());
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, FLOOR - power[k] * (FLOOR - TOP)));
    }
    for (int tick = 40; tick < HIGH; tick += STEP) {
      svg.line(x(tick), FLOOR, x(tick), FLOOR + 4, "axis");
      svg.text(x(tick), HEIGHT - 4, "middle", Integer.toString(tick));
    }
    if (power.length > 1) {
      svg.add("<polyline points=\"%s\" class=\"modelstroke\"/>", points.toString().strip());
    }
    svg.line(LEFT, FLOOR, RIGHT, FLOOR, "axis");
    if (Double.isFinite(found)) {
      svg.line(x(found), TOP, x(found), FLOOR, "tick");
    }
    svg.line(x(truth), TOP, x(truth), FLOOR, "truth");
    return svg.end();
  }

  private static double x(double bpm) {
    return LEFT + (Math.min(HIGH, Math.max(LOW, bpm)) - LOW) / (HIGH - LOW) * (RIGHT - LEFT);
  }
}
