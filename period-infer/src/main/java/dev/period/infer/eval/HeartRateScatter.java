package dev.period.infer.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Found against true heart rates: the model's, and those of POS. */
final class HeartRateScatter {
  private static final double BAND = 5;

  private HeartRateScatter() {}

  /** An SVG element. */
  static String of(List<HeartRateWindow> windows) {
    double low = 60;
    double high = 100;
    List<ScatterSvg.Mark> marks = new ArrayList<>();
    for (HeartRateWindow window : windows) {
      double pos = pos(window).bpm();
      marks.add(mark(window, pos, "ring", "POS"));
    }
    for (HeartRateWindow window : windows) {
      marks.add(mark(window, window.model().bpm(), "dot", "the model"));
    }
    for (ScatterSvg.Mark mark : marks) {
      low = Math.min(low, Math.min(mark.truth(), finite(mark.found(), low)));
      high = Math.max(high, Math.max(mark.truth(), finite(mark.found(), high)));
    }
    return ScatterSvg.of(marks, low, high, BAND, "beats per minute");
  }

  /** What POS found; nothing where it was not asked. */
  static HeartRateAnswer pos(HeartRateWindow window) {
    return window.methods().getOrDefault(ModelHeartRate.METHOD, HeartRateAnswer.NONE);
  }

  private static double finite(double value, double otherwise) {
    return Double.isFinite(value) ? value : otherwise;
  }

  private static ScatterSvg.Mark mark(
      HeartRateWindow window, double bpm, String style, String system) {
    String title =
        String.format(
            Locale.ROOT,
            "%s, %.0f s: true %.1f, %s %.1f",
            window.recording(),
            window.startSeconds(),
            window.truth(),
            system,
            bpm);
    return new ScatterSvg.Mark(window.truth(), bpm, Double.NaN, Double.NaN, 1, style, title);
  }
}
