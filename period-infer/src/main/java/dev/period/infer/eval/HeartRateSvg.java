package dev.period.infer.eval;

import java.util.List;
import java.util.Locale;

/** Predicted against true heart rate, one mark per window and system. */
final class HeartRateSvg {
  private static final int SIZE = 420;
  private static final int MARGIN = 42;
  private static final int STEP = 20;
  private static final double BAND = 5;

  private final double low;
  private final double high;
  private final StringBuilder svg = new StringBuilder();

  private HeartRateSvg(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /** An SVG element. */
  static String of(List<HeartRateWindow> windows) {
    double low = 60;
    double high = 100;
    for (HeartRateWindow window : windows) {
      HeartRateAnswer pos = pos(window);
      for (double bpm : new double[] {window.truth(), window.model().bpm(), pos.bpm()}) {
        if (Double.isFinite(bpm)) {
          low = Math.min(low, bpm);
          high = Math.max(high, bpm);
        }
      }
    }
    HeartRateSvg plot =
        new HeartRateSvg(STEP * Math.floor(low / STEP), STEP * Math.ceil(high / STEP));
    plot.axes();
    for (HeartRateWindow window : windows) {
      plot.mark(window, pos(window).bpm(), "fill=\"none\" stroke=\"var(--warm)\"");
      plot.mark(window, window.model().bpm(), "fill=\"var(--accent)\" opacity=\".55\"");
    }
    return plot.svg.append("</svg>").toString();
  }

  private static HeartRateAnswer pos(HeartRateWindow window) {
    return window.methods().getOrDefault(ModelHeartRate.METHOD, HeartRateAnswer.NONE);
  }

  private void axes() {
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"predicted against true\">",
        SIZE, SIZE);
    add(
        "<polygon points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f\""
            + " fill=\"var(--accent)\" opacity=\".12\"/>",
        x(low),
        y(low),
        x(low),
        y(low + BAND),
        x(high - BAND),
        y(high),
        x(high),
        y(high),
        x(high),
        y(high - BAND),
        x(low + BAND),
        y(low));
    for (double tick = low; tick <= high; tick += STEP) {
      line(x(tick), y(low), x(tick), y(high), "var(--line)");
      line(x(low), y(tick), x(high), y(tick), "var(--line)");
      add(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>",
          x(tick), y(low) + 16, tick);
      add(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
          x(low) - 6, y(tick) + 4, tick);
    }
    line(x(low), y(low), x(high), y(high), "var(--soft)");
    add(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">true, beats per minute</text>",
        (x(low) + x(high)) / 2, SIZE - 6);
    add(
        "<text transform=\"translate(12 %.1f) rotate(-90)\" text-anchor=\"middle\">"
            + "predicted</text>",
        (y(low) + y(high)) / 2);
  }

  private void mark(HeartRateWindow window, double bpm, String style) {
    if (Double.isFinite(bpm)) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" %s><title>%s: true %.1f, found %.1f</title>"
              + "</circle>",
          x(window.truth()),
          y(bpm),
          style,
          ReportHtml.escape(window.recording()),
          window.truth(),
          bpm);
    }
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, colour);
  }

  private double x(double bpm) {
    return MARGIN + (bpm - low) / (high - low) * (SIZE - 2 * MARGIN);
  }

  private double y(double bpm) {
    return SIZE - x(bpm);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
