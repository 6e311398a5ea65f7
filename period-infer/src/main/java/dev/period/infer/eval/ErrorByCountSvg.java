package dev.period.infer.eval;

import java.util.List;
import java.util.Locale;

/** Mean absolute error in classes of true counts, as bars. */
final class ErrorByCountSvg {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 420;
  private static final int MARGIN = 42;

  /** First count of each class: they double, since errors grow with the count. */
  private static final int[] FROM = {0, 1, 4, 8, 16, 32};

  private ErrorByCountSvg() {}

  /** An SVG element. */
  static String of(List<Outcome.Scored> outcomes) {
    double[] mean = new double[FROM.length];
    int[] items = new int[FROM.length];
    for (Outcome.Scored outcome : outcomes) {
      int truth = outcome.item().truth();
      int bin = FROM.length - 1;
      while (FROM[bin] > truth) {
        bin--;
      }
      mean[bin] += Math.abs(outcome.scoredCount() - truth);
      items[bin]++;
    }
    double largest = 0.5;
    for (int bin = 0; bin < FROM.length; bin++) {
      mean[bin] /= Math.max(1, items[bin]);
      largest = Math.max(largest, mean[bin]);
    }
    StringBuilder svg = new StringBuilder();
    svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" role=\"img\" aria-label=\"mean error by true count\">\n");
    double slot = (WIDTH - 2.0 * MARGIN) / FROM.length;
    double floor = HEIGHT - MARGIN;
    for (int bin = 0; bin < FROM.length; bin++) {
      double left = MARGIN + bin * slot;
      double middle = left + slot / 2;
      double height = mean[bin] / largest * (HEIGHT - 2.5 * MARGIN);
      if (items[bin] > 0) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\""
                    + " fill=\"var(--accent)\" opacity=\".75\"/>\n",
                left + slot * 0.15,
                floor - height,
                slot * 0.7,
                height));
        label(svg, middle, floor - height - 8, String.format(Locale.ROOT, "%.2f", mean[bin]));
      }
      label(svg, middle, floor + 16, range(bin));
      label(svg, middle, floor + 32, "n=" + items[bin]);
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"var(--line)\"/>\n",
            MARGIN,
            floor,
            WIDTH - MARGIN,
            floor));
    return svg.append("</svg>").toString();
  }

  private static String range(int bin) {
    if (bin == FROM.length - 1) {
      return FROM[bin] + "+";
    }
    int last = FROM[bin + 1] - 1;
    return last == FROM[bin] ? Integer.toString(last) : FROM[bin] + "–" + last;
  }

  private static void label(StringBuilder svg, double x, double y, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n",
            x,
            y,
            text));
  }
}
