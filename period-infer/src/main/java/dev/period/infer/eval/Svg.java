package dev.period.infer.eval;

import java.util.Locale;

/** A drawing inside a page, coloured by the classes of report.css. */
final class Svg {
  private final StringBuilder svg = new StringBuilder();

  /** Begins a drawing that a screen reader calls {@code label}. */
  Svg(double width, double height, String label) {
    add(
        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
        width, height, HtmlPage.escape(label));
  }

  /** Markup whose numbers are written in the way of SVG, whatever the locale. */
  Svg add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
        x1, y1, x2, y2, style);
  }

  Svg rect(double x, double y, double width, double height, String style) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"%s\"/>",
        x, y, Math.max(0, width), Math.max(0, height), style);
  }

  /** A dot that tells {@code title} when it is pointed at. */
  Svg dot(double x, double y, double radius, String style, String title) {
    return add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"><title>%s</title></circle>",
        x, y, radius, style, HtmlPage.escape(title));
  }

  /** Text with its {@code anchor} (start, middle, end) at x. */
  Svg text(double x, double y, String anchor, String text) {
    return text(x, y, anchor, text, "");
  }

  Svg text(double x, double y, String anchor, String text, String style) {
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
        x, y, anchor, style, HtmlPage.escape(text));
  }

  /** Text from bottom to top, with its middle at (x, y). */
  Svg upwards(double x, double y, String text) {
    return add(
        "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        x, y, HtmlPage.escape(text));
  }

  String end() {
    return svg + "</svg>\n";
  }
}
