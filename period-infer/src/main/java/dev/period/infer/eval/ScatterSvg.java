package dev.period.infer.eval;

import java.util.List;

/** Found against true values, with a band of small errors. */
final class ScatterSvg {
  private static final double SIZE = 420;
  private static final double LEFT = 44;
  private static final double EDGE = 18;
  private static final double BOTTOM = 42;
  private static final double INSIDE = SIZE - LEFT - EDGE;
  private static final double HEIGHT = INSIDE + EDGE + BOTTOM;
  private static final double RADIUS = 4.5;

  /** So many items with whiskers are a thicket. */
  private static final int MOST_WHISKERS = 150;

  private final Svg svg = new Svg(SIZE, HEIGHT, "found against true values");
  private final double min;
  private final double max;

  private ScatterSvg(double min, double max) {
    this.min = min;
    this.max = max;
  }

  /**
   * What is drawn at one place.
   *
   * @param truth true value
   * @param found value
   * @param low lower end of its interval; NaN where there is none
   * @param high upper end
   * @param items how many lie there
   * @param style class of the mark
   * @param title what it tells when it is pointed at
   */
  record Mark(
      double truth, double found, double low, double high, int items, String style, String title) {}

  /**
   * An SVG element.
   *
   * @param band distance from the truth within which the background is tinted
   * @param unit of the axes
   */
  static String of(List<Mark> marks, double min, double max, double band, String unit) {
    int step = step((int) Math.ceil(max - min));
    double from = Math.floor(min / step) * step;
    double to = (Math.floor(max / step) + 1) * step;
    ScatterSvg plot = new ScatterSvg(from, to);
    plot.axes(step, band, unit);
    if (marks.stream().mapToInt(Mark::items).sum() <= MOST_WHISKERS) {
      marks.forEach(plot::whisker);
    }
    marks.forEach(plot::mark);
    return plot.svg.end();
  }

  /** 1, 2 or 5 times a power of ten, so that there are at most ten steps. */
  static int step(int range) {
    int power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (range / (factor * power) < 10) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  private void axes(int step, double band, String unit) {
    svg.add(
        "<polygon class=\"band\" points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f"
            + " %.1f,%.1f\"/>",
        x(min),
        y(min),
        x(min),
        y(min + band),
        x(max - band),
        y(max),
        x(max),
        y(max),
        x(max),
        y(max - band),
        x(min + band),
        y(min));
    for (double tick = min; tick <= max; tick += step) {
      String label = Long.toString(Math.round(tick));
      svg.line(x(tick), y(min), x(tick), y(max), "grid");
      svg.line(x(min), y(tick), x(max), y(tick), "grid");
      svg.text(x(tick), y(min) + 16, "middle", label);
      svg.text(x(min) - 6, y(tick) + 4, "end", label);
    }
    svg.line(x(min), y(min), x(max), y(max), "axis");
    svg.text(x((min + max) / 2), HEIGHT - 6, "middle", "true " + unit);
    svg.upwards(12, y((min + max) / 2), "found " + unit);
  }

  private void whisker(Mark mark) {
    if (Double.isFinite(mark.low()) && Double.isFinite(mark.high())) {
      double x = x(mark.truth());
      svg.line(x, y(Math.max(mark.low(), min)), x, y(Math.min(mark.high(), max)), "whisker");
    }
  }

  private void mark(Mark mark) {
    if (Double.isFinite(mark.found())) {
      double radius = Math.min(16, RADIUS * Math.sqrt(mark.items()));
      svg.dot(x(mark.truth()), y(mark.found()), radius, mark.style(), mark.title());
    }
  }

  private double x(double value) {
    return LEFT + (value - min) / (max - min) * INSIDE;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - min) / (max - min) * INSIDE;
  }
}
