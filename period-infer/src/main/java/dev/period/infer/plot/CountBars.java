package dev.period.infer.plot;

import java.util.Locale;

/** The distribution over counts as bars, with the median and the 80 % interval. */
final class CountBars {
  private static final double LEFT = 790;
  private static final double RIGHT = Canvas.WIDTH - 60.0;
  private static final double TOP = 722;
  private static final double BOTTOM = 920;

  /** Bars for counts less likely than this, beyond the others, are left out. */
  private static final double NEGLIGIBLE = 0.002;

  private CountBars() {}

  static void draw(Canvas canvas, PlotData data) {
    canvas.text(LEFT - 40, 662, "How sure the count is", 18, true, Canvas.Anchor.START, Ink.TEXT);
    double[] p = data.countProbabilities();
    if (p.length == 0) {
      String none = "not available: the answer holds no count";
      canvas.text(LEFT - 40, 700, none, 14, false, Canvas.Anchor.START, Ink.MUTED);
      return;
    }
    int first = Math.max(0, Math.min(firstShown(p), data.low()) - 1);
    int last = Math.min(p.length - 1, Math.max(lastShown(p), data.high()) + 1);
    // With few bars each would be a wall.
    double slot = Math.min(64, (RIGHT - LEFT) / (last - first + 1.0));
    double highest = 1e-9;
    for (int i = first; i <= last; i++) {
      highest = Math.max(highest, p[i]);
    }
    drawGrid(canvas, highest, LEFT + slot * (last - first + 1));
    Ticks labels = Ticks.upTo(Math.max(1, last - first), 20);
    int every = (int) Math.max(1, Math.round(labels.step()));
    for (int i = first; i <= last; i++) {
      double center = LEFT + slot * (i - first + 0.5);
      double height = (BOTTOM - TOP) * p[i] / highest;
      boolean inside = i >= data.low() && i <= data.high();
      Ink ink = i == data.count() ? Ink.MARK : inside ? Ink.ACCENT : Ink.PALE;
      double width = Math.max(1, slot * 0.74);
      canvas.rect(center - width / 2, BOTTOM - height, width, height, Math.min(3, width / 4), ink);
      if (i % every == 0) {
        String label = Integer.toString(i);
        canvas.text(center, BOTTOM + 20, label, 14, false, Canvas.Anchor.MIDDLE, Ink.MUTED);
      }
    }
    drawInterval(canvas, data, first, last, slot);
  }

  private static void drawInterval(Canvas canvas, PlotData data, int first, int last, double slot) {
    int low = Math.min(last, Math.max(first, data.low()));
    int high = Math.min(last, Math.max(first, data.high()));
    double from = LEFT + slot * (low - first + 0.13);
    double to = LEFT + slot * (high - first + 0.87);
    double y = BOTTOM + 33;
    canvas.line(from, y, to, y, 3, false, Ink.ACCENT);
    canvas.line(from, y - 5, from, y + 5, 3, false, Ink.ACCENT);
    canvas.line(to, y - 5, to, y + 5, 3, false, Ink.ACCENT);
    String median = "median " + data.count();
    canvas.rect(LEFT - 40, 679, 14, 14, 3, Ink.MARK);
    canvas.text(LEFT - 20, 691, median, 14, true, Canvas.Anchor.START, Ink.TEXT);
    canvas.rect(LEFT + 90, 679, 14, 14, 3, Ink.ACCENT);
    String interval =
        data.low() == data.high()
            ? "80 % interval: " + data.low() + " only"
            : "80 % interval: " + data.low() + " to " + data.high();
    canvas.text(LEFT + 110, 691, interval, 14, true, Canvas.Anchor.START, Ink.TEXT);
    canvas.text(
        LEFT, BOTTOM + 59, "number of repetitions", 14, false, Canvas.Anchor.START, Ink.MUTED);
  }

  private static void drawGrid(Canvas canvas, double highest, double right) {
    Ticks ticks = Ticks.upTo(100 * highest, 4);
    for (int i = 0; i < ticks.count(); i++) {
      double y = BOTTOM - (BOTTOM - TOP) * ticks.at(i) / (100 * highest);
      canvas.line(LEFT, y, right, y, 1, false, i == 0 ? Ink.MUTED : Ink.GRID);
      String label = String.format(Locale.ROOT, "%s %%", ticks.label(i));
      canvas.text(LEFT - 8, y + 5, label, 13, false, Canvas.Anchor.END, Ink.MUTED);
    }
  }

  private static int firstShown(double[] p) {
    int first = 0;
    while (first < p.length - 1 && p[first] < NEGLIGIBLE) {
      first++;
    }
    return first;
  }

  private static int lastShown(double[] p) {
    int last = p.length - 1;
    while (last > 0 && p[last] < NEGLIGIBLE) {
      last--;
    }
    return last;
  }
}
