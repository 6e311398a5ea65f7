package dev.period.infer.eval;

import dev.period.infer.metrics.Estimate;
import java.util.Locale;
import java.util.Map;

/** One figure of several systems with their intervals, the model first. */
final class ForestSvg {
  private static final double WIDTH = 440;
  private static final double LEFT = 150;
  private static final double RIGHT = WIDTH - 54;
  private static final double ROW = 25;
  private static final double TOP = 8;

  private ForestSvg() {}

  /**
   * An SVG element.
   *
   * @param systems by name, the model first; those without the figure are left out
   * @param from left end of the axis
   */
  static String of(String label, Map<String, Estimate> systems, double from) {
    double low = from;
    double high = from;
    for (Estimate estimate : systems.values()) {
      low = Math.min(low, estimate.low());
      high = Math.max(high, estimate.high());
    }
    double span = high > low ? high - low : 1;
    double height = TOP + systems.size() * ROW + 24;
    Svg svg = new Svg(WIDTH, height, label);
    double step = step(span);
    double floor = TOP + systems.size() * ROW;
    for (double tick = Math.ceil(low / step) * step; tick <= low + span * 1.001; tick += step) {
      double x = LEFT + (tick - low) / span * (RIGHT - LEFT);
      svg.line(x, TOP, x, floor, "grid");
      svg.text(x, floor + 16, "middle", decimals(tick, step));
    }
    int row = 0;
    for (Map.Entry<String, Estimate> system : systems.entrySet()) {
      Estimate estimate = system.getValue();
      boolean model = row == 0;
      double y = TOP + (row + 0.5) * ROW;
      double x = LEFT + (estimate.value() - low) / span * (RIGHT - LEFT);
      svg.text(LEFT - 10, y + 4, "end", shortened(system.getKey()), model ? "strong" : "");
      svg.line(
          LEFT + (estimate.low() - low) / span * (RIGHT - LEFT),
          y,
          LEFT + (estimate.high() - low) / span * (RIGHT - LEFT),
          y,
          model ? "modelstroke" : "palestroke");
      svg.dot(x, y, model ? 6 : 4.5, model ? "model" : "other", system.getKey());
      svg.text(WIDTH, y + 4, "end", HtmlPage.number(estimate.value()), model ? "strong" : "");
      row++;
    }
    return svg.end();
  }

  private static String shortened(String name) {
    return name.length() <= 22 ? name : name.substring(0, 21) + "…";
  }

  /** 1, 2 or 5 times a power of ten, for three to six steps. */
  static double step(double span) {
    double power = Math.pow(10, Math.floor(Math.log10(span / 3)));
    double times = span / 3 / power;
    return power * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
  }

  private static String decimals(double tick, double step) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0);
  }
}
