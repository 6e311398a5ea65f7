package dev.period.infer.eval;

import java.util.List;

/** Mean errors by kind of item, as bars of the model with a stroke where the best baseline is. */
final class ErrorBarsSvg {
  private static final double WIDTH = 440;
  private static final double LEFT = 160;
  private static final double RIGHT = WIDTH - 92;
  private static final double ROW = 25;
  private static final double TOP = 4;

  private ErrorBarsSvg() {}

  /** An SVG element. */
  static String of(String label, List<ErrorGroup> groups) {
    double largest = 0.5;
    for (ErrorGroup group : groups) {
      largest = Math.max(largest, group.model());
      largest = Double.isNaN(group.baseline()) ? largest : Math.max(largest, group.baseline());
    }
    double floor = TOP + groups.size() * ROW;
    Svg svg = new Svg(WIDTH, floor + 4, label);
    for (int row = 0; row < groups.size(); row++) {
      ErrorGroup group = groups.get(row);
      double y = TOP + row * ROW;
      svg.text(LEFT - 10, y + 17, "end", shortened(group.label()));
      svg.rect(LEFT, y + 5, group.model() / largest * (RIGHT - LEFT), ROW - 9, "model");
      if (!Double.isNaN(group.baseline())) {
        double x = LEFT + group.baseline() / largest * (RIGHT - LEFT);
        svg.line(x, y + 2, x, y + ROW - 1, "tick");
      }
      svg.text(WIDTH - 46, y + 17, "end", HtmlPage.number(group.model()), "strong");
      svg.text(WIDTH, y + 17, "end", "n=" + group.n());
    }
    svg.line(LEFT, TOP, LEFT, floor, "axis");
    return svg.end();
  }

  private static String shortened(String label) {
    return label.length() <= 24 ? label : label.substring(0, 23) + "…";
  }
}
