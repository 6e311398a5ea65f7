package dev.period.infer.plot;

import java.util.Arrays;
import java.util.Locale;

/** The curve of periodicity over time, with each repetition as a numbered band. */
final class TimeLine {
  private static final double LEFT = 60;
  private static final double RIGHT = Canvas.WIDTH - 60.0;
  private static final double TOP = 408;
  private static final double BOTTOM = 580;
  private static final double NUMBER_WIDTH = 26;

  private TimeLine() {}

  static void draw(Canvas canvas, PlotData data) {
    int found = data.repetitions().size();
    canvas.text(LEFT, 376, "Where it repeats", 18, true, Canvas.Anchor.START, Ink.TEXT);
    String line = data.times().length == 0 ? "" : "; the line is how periodic each moment is";
    String legend =
        switch (found) {
          // Without a distribution the answer says nothing about a count, not even zero.
          case 0 ->
              (data.countProbabilities().length == 0
                      ? "the answer holds no count"
                      : data.count() > 0
                          ? "this model does not tell when"
                          : "no repetition was found")
                  + line;
          case 1 -> "the band is the repetition found, the line how periodic each moment is";
          default -> "each numbered band is one repetition, the line how periodic each moment is";
        };
    canvas.text(LEFT + 190, 376, legend, 14, false, Canvas.Anchor.START, Ink.MUTED);
    Axis axis = new Axis(data.startSeconds(), Math.max(1e-3, data.videoSeconds()));
    drawBands(canvas, data, axis);
    drawCurve(canvas, data, axis);
    draw(canvas, axis);
  }

  /** The part of the video that the page is wide, in seconds. */
  private record Axis(double start, double seconds) {
    double x(double time) {
      return LEFT + (RIGHT - LEFT) * Math.min(1, Math.max(0, (time - start) / seconds));
    }
  }

  private static void drawBands(Canvas canvas, PlotData data, Axis axis) {
    double narrowest = Double.MAX_VALUE;
    for (double[] band : data.repetitions()) {
      narrowest = Math.min(narrowest, axis.x(band[1]) - axis.x(band[0]));
    }
    int every = 1;
    for (int choice : new int[] {2, 5, 10, 20, 50, 100}) {
      if (narrowest * every < NUMBER_WIDTH) {
        every = choice;
      }
    }
    for (int i = 0; i < data.repetitions().size(); i++) {
      double from = axis.x(data.repetitions().get(i)[0]);
      double to = axis.x(data.repetitions().get(i)[1]);
      double opacity = i % 2 == 0 ? 0.20 : 0.09;
      canvas.rect(from, TOP, to - from, BOTTOM - TOP, 0, Ink.ACCENT.withOpacity(opacity));
      if ((i + 1) % every == 0) {
        canvas.text(
            (from + to) / 2,
            TOP - 7,
            Integer.toString(i + 1),
            14,
            true,
            Canvas.Anchor.MIDDLE,
            Ink.ACCENT);
      }
    }
  }

  private static void drawCurve(Canvas canvas, PlotData data, Axis axis) {
    int points = data.times().length;
    if (points < 2) {
      return;
    }
    double lowest = Math.min(0, Arrays.stream(data.curve()).min().orElse(0));
    double highest = Arrays.stream(data.curve()).max().orElse(1);
    double range = highest > lowest ? highest - lowest : 1;
    double[] xs = new double[points + 2];
    double[] ys = new double[points + 2];
    for (int i = 0; i < points; i++) {
      xs[i] = axis.x(data.times()[i]);
      double height = (data.curve()[i] - lowest) / range;
      ys[i] = BOTTOM - (Double.isFinite(height) ? height : 0) * (BOTTOM - TOP - 14);
    }
    xs[points] = xs[points - 1];
    xs[points + 1] = xs[0];
    ys[points] = BOTTOM;
    ys[points + 1] = BOTTOM;
    canvas.polygon(xs, ys, Ink.ACCENT.withOpacity(0.16));
    canvas.polyline(Arrays.copyOf(xs, points), Arrays.copyOf(ys, points), 2.5, Ink.ACCENT);
  }

  private static void draw(Canvas canvas, Axis axis) {
    canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, 1.2, false, Ink.MUTED);
    Ticks ticks = Ticks.between(axis.start(), axis.start() + axis.seconds(), 14);
    for (int i = 0; i < ticks.count(); i++) {
      double at = axis.x(ticks.at(i));
      canvas.line(at, BOTTOM, at, BOTTOM + 6, 1.2, false, Ink.MUTED);
      canvas.text(at, BOTTOM + 23, ticks.label(i), 14, false, Canvas.Anchor.MIDDLE, Ink.MUTED);
    }
    String length =
        axis.start() == 0
            ? String.format(Locale.ROOT, "time in the video, %.1f seconds in all", axis.seconds())
            : String.format(
                Locale.ROOT,
                "time in the video, of which %.1f seconds are looked at",
                axis.seconds());
    canvas.text(RIGHT, BOTTOM + 43, length, 14, false, Canvas.Anchor.END, Ink.MUTED);
  }
}
