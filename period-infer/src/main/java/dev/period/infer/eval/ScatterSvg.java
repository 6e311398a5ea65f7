package dev.period.infer.eval;

import java.util.List;
import java.util.Locale;

/** Predicted against true count, one dot per item, with the band of answers off by one at most. */
final class ScatterSvg {
  private static final int SIZE = 420;
  private static final int MARGIN = 42;

  private final int max;
  private final StringBuilder svg = new StringBuilder();

  private ScatterSvg(int max) {
    this.max = max;
  }

  /** An SVG element. */
  static String of(List<Outcome.Scored> outcomes) {
    int largest = 1;
    for (Outcome.Scored outcome : outcomes) {
      largest = Math.max(largest, Math.max(outcome.item().truth(), outcome.scoredCount()));
    }
    int step = step(largest);
    ScatterSvg plot = new ScatterSvg((largest / step + 1) * step);
    plot.axes(step);
    outcomes.forEach(plot::interval);
    outcomes.forEach(plot::dot);
    return plot.svg.append("</svg>").toString();
  }

  /** 1, 2 or 5 times a power of ten, so that there are at most ten steps. */
  static int step(int largest) {
    int power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (largest / (factor * power) < 10) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  private void axes(int step) {
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"predicted against true\">",
        SIZE, SIZE);
    add(
        "<polygon points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f\""
            + " fill=\"var(--accent)\" opacity=\".12\"/>",
        x(0), y(0), x(0), y(1), x(max - 1), y(max), x(max), y(max), x(max), y(max - 1), x(1), y(0));
    for (int tick = 0; tick <= max; tick += step) {
      line(x(tick), y(0), x(tick), y(max), "var(--line)");
      line(x(0), y(tick), x(max), y(tick), "var(--line)");
      add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d</text>", x(tick), y(0) + 16, tick);
      add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%d</text>", x(0) - 6, y(tick) + 4, tick);
    }
    line(x(0), y(0), x(max), y(max), "var(--soft)");
    add(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">true count</text>",
        x(max / 2.0), SIZE - 6);
    add(
        "<text transform=\"translate(12 %.1f) rotate(-90)\" text-anchor=\"middle\">"
            + "predicted count</text>",
        y(max / 2.0));
  }

  private void interval(Outcome.Scored outcome) {
    Integer low = outcome.prediction().low();
    Integer high = outcome.prediction().high();
    if (low != null && high != null) {
      double x = x(outcome.item().truth());
      line(x, y(low), x, y(Math.min(high, max)), "var(--warm)");
    }
  }

  private void dot(Outcome.Scored outcome) {
    add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"var(--accent)\" opacity=\".55\">"
            + "<title>%s: true %d, counted %d</title></circle>",
        x(outcome.item().truth()),
        y(outcome.scoredCount()),
        ReportHtml.escape(outcome.item().id()),
        outcome.item().truth(),
        outcome.scoredCount());
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, colour);
  }

  private double x(double count) {
    return MARGIN + count / max * (SIZE - 2 * MARGIN);
  }

  private double y(double count) {
    return SIZE - x(count);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
