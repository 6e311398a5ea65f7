package dev.period.infer.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Title, question and answer on top of the page, and the key frames below them. */
final class Headline {
  private static final double LEFT = 60;
  private static final double RIGHT = Canvas.WIDTH - 60.0;
  private static final double STRIP_TOP = 168;
  private static final double STRIP_HEIGHT = 150;
  private static final double GAP = 10;

  private Headline() {}

  static void draw(Canvas canvas, PlotData data) {
    canvas.text(LEFT, 46, fit(data.title(), 15), 15, false, Canvas.Anchor.START, Ink.MUTED);
    canvas.text(LEFT, 80, fit(data.question(), 22), 22, false, Canvas.Anchor.START, Ink.TEXT);
    List<String> answer = wrap(data.answer(), 30);
    // A long answer takes two smaller lines instead of one.
    double size = answer.size() == 1 ? 30 : 21;
    List<String> lines = answer.size() == 1 ? answer : wrap(data.answer(), size);
    for (int i = 0; i < Math.min(2, lines.size()); i++) {
      boolean cut = i == 1 && lines.size() > 2;
      canvas.text(
          LEFT,
          (lines.size() == 1 ? 122 : 112) + i * 27,
          lines.get(i) + (cut ? " …" : ""),
          size,
          true,
          Canvas.Anchor.START,
          Ink.ACCENT);
    }
    drawStrip(canvas, data);
  }

  private static void drawStrip(Canvas canvas, PlotData data) {
    int frames = data.keyFrames().frames();
    if (frames == 0) {
      return;
    }
    double cell = (RIGHT - LEFT + GAP) / frames;
    double aspect = (double) data.keyFrames().width() / data.keyFrames().height();
    double width = Math.min(cell - GAP, STRIP_HEIGHT * aspect);
    double height = width / aspect;
    // The outer frames end flush with the panels below; the others share the room between.
    double step = frames == 1 ? 0 : (RIGHT - LEFT - width) / (frames - 1);
    double top = STRIP_TOP + (STRIP_HEIGHT - height) / 2;
    for (int i = 0; i < frames; i++) {
      double x = LEFT + i * step;
      canvas.image(x, top, width, height, Bitmap.ofFrame(data.keyFrames(), i), true);
      String time = String.format(Locale.ROOT, "%.1f s", data.keyFrames().timesSeconds()[i]);
      canvas.text(
          x + width / 2, top + height + 19, time, 13, false, Canvas.Anchor.MIDDLE, Ink.MUTED);
    }
  }

  /** Cuts a line that would leave the page. */
  private static String fit(String text, double size) {
    List<String> lines = wrap(text, size);
    return lines.size() == 1 ? lines.get(0) : lines.get(0) + " …";
  }

  /** Breaks text at spaces, or within a word that is longer than a line. */
  static List<String> wrap(String text, double size) {
    // No font is asked: on a page other fonts may be used than here.
    int most = (int) ((RIGHT - LEFT) / (0.63 * size));
    List<String> lines = new ArrayList<>();
    String rest = text.strip().replaceAll("\\s+", " ");
    while (rest.length() > most) {
      int space = rest.lastIndexOf(' ', most);
      int end = space > 0 ? space : most;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }
}
