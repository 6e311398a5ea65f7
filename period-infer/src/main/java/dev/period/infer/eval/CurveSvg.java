package dev.period.infer.eval;

import java.util.List;
import java.util.Locale;

/** When a clip repeats: the periodicity curve over the repetitions that the model found. */
final class CurveSvg {
  private static final double WIDTH = 460;
  private static final double HEIGHT = 92;
  private static final double LEFT = 4;
  private static final double RIGHT = WIDTH - 4;
  private static final double TOP = 4;
  private static final double FLOOR = HEIGHT - 20;

  private final Svg svg = new Svg(WIDTH, HEIGHT, "periodicity over time");
  private final double start;
  private final double seconds;

  private CurveSvg(double start, double seconds) {
    this.start = start;
    this.seconds = seconds;
  }

  /**
   * An SVG element.
   *
   * @param start of the clip in its video, in seconds
   */
  static String of(ClipCurve curve, double start) {
    CurveSvg plot = new CurveSvg(start, Math.max(1e-3, curve.seconds()));
    plot.repetitions(curve.repetitions());
    plot.density(curve);
    plot.axis();
    return plot.svg.end();
  }

  private void repetitions(List<double[]> repetitions) {
    for (int i = 0; i < repetitions.size(); i++) {
      double from = x(repetitions.get(i)[0]);
      svg.rect(from, TOP, x(repetitions.get(i)[1]) - from, FLOOR - TOP, "rep" + i % 2);
    }
  }

  private void density(ClipCurve curve) {
    double[] density = curve.density();
    double highest = 1e-6;
    for (double value : density) {
      highest = Math.max(highest, value);
    }
    StringBuilder points = new StringBuilder();
    double part = (curve.end() - curve.start()) / Math.max(1, density.length);
    for (int i = 0; i < density.length; i++) {
      double y = FLOOR - Math.max(0, density[i]) / highest * (FLOOR - TOP - 4);
      double x = x(curve.start() + (i + 0.5) * part);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    if (density.length > 1) {
      svg.add("<polyline points=\"%s\" class=\"modelstroke\"/>", points.toString().strip());
    }
  }

  private void axis() {
    svg.line(LEFT, FLOOR, RIGHT, FLOOR, "axis");
    double step = ForestSvg.step(seconds);
    for (int tick = 0; tick * step <= seconds * 1.0001; tick++) {
      double time = tick * step;
      double x = x(start + time);
      String anchor = tick == 0 ? "start" : x > RIGHT - 16 ? "end" : "middle";
      String label = String.format(Locale.ROOT, step < 1 ? "%.1f s" : "%.0f s", start + time);
      svg.line(x, FLOOR, x, FLOOR + 4, "axis");
      svg.text(x, HEIGHT - 4, anchor, label);
    }
  }

  private double x(double time) {
    double share = Math.min(1, Math.max(0, (time - start) / seconds));
    return LEFT + share * (RIGHT - LEFT);
  }
}
