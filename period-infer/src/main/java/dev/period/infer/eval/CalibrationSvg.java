package dev.period.infer.eval;

import dev.period.infer.metrics.Calibration;
import java.util.Locale;

/** How often answers are right, against how sure the model was of them. */
final class CalibrationSvg {
  private static final double SIZE = 420;
  private static final double LEFT = 44;
  private static final double EDGE = 24;
  private static final double BOTTOM = 42;
  private static final double INSIDE = SIZE - LEFT - EDGE;
  private static final double HEIGHT = INSIDE + EDGE + BOTTOM;

  private CalibrationSvg() {}

  /** An SVG element. */
  static String of(Calibration calibration) {
    Svg svg = new Svg(SIZE, HEIGHT, "right answers against confidence");
    for (int tick = 0; tick <= 10; tick += 2) {
      double at = tick / 10.0;
      svg.line(x(at), y(0), x(at), y(1), "grid");
      svg.line(x(0), y(at), x(1), y(at), "grid");
      svg.text(x(at), y(0) + 16, "middle", 10 * tick + " %");
      svg.text(x(0) - 6, y(at) + 4, "end", 10 * tick + " %");
    }
    svg.line(x(0), y(0), x(1), y(1), "axis");
    svg.text(x(0.5), HEIGHT - 6, "middle", "probability given to the answer");
    svg.upwards(10, y(0.5), "right");
    double scale = 16 / Math.sqrt(calibration.bins().stream().mapToInt(b -> b.n()).max().orElse(1));
    for (Calibration.Bin bin : calibration.bins()) {
      double x = x(bin.confidence());
      svg.line(x, y(bin.confidence()), x, y(bin.accuracy()), "whisker");
      svg.dot(
          x,
          y(bin.accuracy()),
          Math.max(3.5, scale * Math.sqrt(bin.n())),
          "dot",
          String.format(
              Locale.ROOT,
              "%d items, %.0f %% sure, %.0f %% right",
              bin.n(),
              100 * bin.confidence(),
              100 * bin.accuracy()));
    }
    return svg.end();
  }

  private static double x(double share) {
    return LEFT + share * INSIDE;
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * INSIDE;
  }
}
