package dev.period.infer.plot;

import java.util.Base64;
import java.util.Locale;

/** Draws as SVG, with images inside. */
final class SvgCanvas implements Canvas {
  private final StringBuilder svg = new StringBuilder();

  SvgCanvas(String description) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"%s\" font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\">",
        WIDTH, HEIGHT, escape(description));
  }

  @Override
  public void rect(double x, double y, double width, double height, double radius, Ink ink) {
    add(
        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" rx=\"%.1f\" %s/>",
        x, y, width, height, radius, fill(ink));
  }

  @Override
  public void line(
      double x1, double y1, double x2, double y2, double thickness, boolean dashed, Ink ink) {
    add(
        "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"%s %s/>",
        x1, y1, x2, y2, dashed ? " stroke-dasharray=\"6 5\"" : "", stroke(thickness, ink));
  }

  @Override
  public void polyline(double[] xs, double[] ys, double thickness, Ink ink) {
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke-linejoin=\"round\" %s/>",
        points(xs, ys), stroke(thickness, ink));
  }

  @Override
  public void polygon(double[] xs, double[] ys, Ink ink) {
    add("<polygon points=\"%s\" %s/>", points(xs, ys), fill(ink));
  }

  @Override
  public void text(
      double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink) {
    add(
        "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.1f\"%s text-anchor=\"%s\" %s>%s</text>",
        x,
        y,
        size,
        bold ? " font-weight=\"bold\"" : "",
        anchor.name().toLowerCase(Locale.ROOT),
        fill(ink),
        escape(text));
  }

  @Override
  public void verticalText(double x, double y, String text, double size, Ink ink) {
    add(
        "<text transform=\"translate(%.2f %.2f) rotate(-90)\" font-size=\"%.1f\""
            + " text-anchor=\"middle\" %s>%s</text>",
        x, y, size, fill(ink), escape(text));
  }

  @Override
  public void image(double x, double y, double width, double height, Bitmap image, boolean smooth) {
    add(
        "<image x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" preserveAspectRatio=\"none\""
            + "%s href=\"data:image/png;base64,%s\"/>",
        x,
        y,
        width,
        height,
        smooth ? "" : " style=\"image-rendering:pixelated\"",
        Base64.getEncoder().encodeToString(image.toPng()));
  }

  /** The whole drawing. */
  String toSvg() {
    return svg + "</svg>\n";
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String fill(Ink ink) {
    return "fill=\"" + ink.hex() + "\"" + opacity("fill", ink);
  }

  private static String stroke(double thickness, Ink ink) {
    return String.format(Locale.ROOT, "stroke-width=\"%.1f\" ", thickness)
        + ("stroke=\"" + ink.hex() + "\"" + opacity("stroke", ink));
  }

  private static String opacity(String what, Ink ink) {
    return ink.opacity() >= 1
        ? ""
        : String.format(Locale.ROOT, " %s-opacity=\"%.2f\"", what, ink.opacity());
  }

  private static String points(double[] xs, double[] ys) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", xs[i], ys[i]));
    }
    return points.toString().strip();
  }

  /** Makes any text safe inside XML; characters that XML cannot hold become spaces. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isXml(c) ? c : ' ');
              }
            });
    return safe.toString();
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
