package dev.period.train.logging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Curves of a run as one picture: the loss, the gradient norm, rewards and whatever is evaluated, a
 * panel each.
 *
 * <p>Not safe for use by several threads.
 */
public final class LearningCurves {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 220;
  private static final int LEFT = 62;
  private static final int TOP = 30;
  private static final int RIGHT = 16;
  private static final int BOTTOM = 30;

  /** More points than pixels would only make the file larger. */
  private static final int MOST_POINTS = 600;

  private final Map<String, List<double[]>> series = new LinkedHashMap<>();

  /** Adds what a step has of the curves that are drawn; values that are not finite are gaps. */
  public void add(long step, Map<String, Double> metrics) {
    metrics.forEach(
        (name, value) -> {
          boolean drawn =
              name.equals("train/loss")
                  || name.equals("train/grad_norm")
                  || name.startsWith("train/reward_")
                  || name.startsWith("eval/");
          if (drawn && Double.isFinite(value)) {
            series.computeIfAbsent(name, key -> new ArrayList<>()).add(new double[] {step, value});
          }
        });
  }

  /** The picture. */
  public String svg() {
    // what was evaluated at step 0 comes first in a log, but is not what one looks at first
    List<String> names = new ArrayList<>(series.keySet());
    names.sort((a, b) -> Boolean.compare(a.startsWith("eval/"), b.startsWith("eval/")));
    int rows = Math.max(1, (names.size() + COLUMNS - 1) / COLUMNS);
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            COLUMNS * WIDTH, rows * HEIGHT));
    for (int i = 0; i < names.size(); i++) {
      panel(svg, names.get(i), i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT);
    }
    return svg.append("</svg>\n").toString();
  }

  private void panel(StringBuilder svg, String name, int x, int y) {
    List<double[]> points = thinned(series.getOrDefault(name, List.of()));
    double first = points.get(0)[0];
    double last = Math.max(points.get(points.size() - 1)[0], first + 1);
    double low = points.stream().mapToDouble(p -> p[1]).min().orElse(0);
    double high = points.stream().mapToDouble(p -> p[1]).max().orElse(1);
    if (high - low < 1e-12) {
      high = low + Math.max(1e-6, Math.abs(low));
    }
    Axes axes = new Axes(x + LEFT, y + TOP, first, last, low, high);
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n"
                + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                + " stroke=\"#bbb\"/>%n",
            x + LEFT, y + TOP - 8, escaped(name), x + LEFT, y + TOP, Axes.W, Axes.H));
    label(svg, x + LEFT - 5, y + TOP + 9, "end", number(high));
    label(svg, x + LEFT - 5, y + TOP + Axes.H, "end", number(low));
    label(svg, x + LEFT, y + HEIGHT - 14, "start", number(first));
    label(svg, x + LEFT + Axes.W, y + HEIGHT - 14, "end", "step " + number(last));
    boolean noisy = !name.startsWith("eval/") && points.size() > 20;
    line(svg, axes, points, noisy ? "#c6d6ea" : "#1f5fa8");
    if (noisy) {
      line(svg, axes, smoothed(points), "#1f5fa8");
    }
  }

  /** Where values lie in a panel. */
  private record Axes(int x, int y, double first, double last, double low, double high) {
    static final int W = WIDTH - LEFT - RIGHT;
    static final int H = HEIGHT - TOP - BOTTOM;

    String at(double[] point) {
      return format(
          "%.1f,%.1f",
          x + (point[0] - first) / (last - first) * W, y + H - (point[1] - low) / (high - low) * H);
    }
  }

  private static void line(StringBuilder svg, Axes axes, List<double[]> points, String color) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(path.length() == 0 ? "" : " ").append(axes.at(point));
    }
    svg.append(
        format(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\" points=\"%s\"/>%n",
            color, path));
  }

  /** A running mean over about a twentieth of the curve. */
  private static List<double[]> smoothed(List<double[]> points) {
    double keep = 1 - 1.0 / Math.max(2, points.size() / 20.0);
    List<double[]> smooth = new ArrayList<>();
    double sum = 0;
    double weight = 0;
    for (double[] point : points) {
      sum = sum * keep + point[1];
      weight = weight * keep + 1;
      smooth.add(new double[] {point[0], sum / weight});
    }
    return smooth;
  }

  private static List<double[]> thinned(List<double[]> points) {
    int every = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    if (every <= 1) {
      return points;
    }
    List<double[]> means = new ArrayList<>();
    for (int from = 0; from < points.size(); from += every) {
      List<double[]> part = points.subList(from, Math.min(points.size(), from + every));
      double mean = part.stream().mapToDouble(p -> p[1]).average().orElse(0);
      means.add(new double[] {part.get(part.size() - 1)[0], mean});
    }
    return means;
  }

  private static void label(StringBuilder svg, int x, int y, String anchor, String text) {
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#555\">%s</text>%n",
            x, y, anchor, escaped(text)));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : format("%.3g", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
  }
}
