package dev.period.infer;

import dev.period.data.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is counted in a time series. It decides how much of one is looked at: a model sees a limited
 * number of moments at once, which should hold some 10 to 30 of what is counted.
 */
public enum SignalQuantity {
  /** Beats of a heart. */
  BEATS("beat", 15, "\\b(heart\\s?(beats?|rates?)?|beats?|pulses?|bpm)\\b"),
  /** Breaths. */
  BREATHS("breath", 48, "\\b(breath(s|ing|es)?|breathes?|respirations?|respiratory)\\b"),
  /** Anything else. */
  OTHER("repetition", 60, "");

  private final String noun;
  private final double windowSeconds;
  private final Pattern words;

  SignalQuantity(String noun, double windowSeconds, String words) {
    this.noun = noun;
    this.windowSeconds = windowSeconds;
    this.words = Pattern.compile(words);
  }

  /**
   * What a question, or the quantity of a label, is about.
   *
   * <p>By its words: a signal has no picture, so nothing else tells how much of it to look at.
   */
  public static SignalQuantity of(String question) {
    String lower = question.toLowerCase(Locale.ROOT);
    for (SignalQuantity quantity : List.of(BEATS, BREATHS)) {
      if (quantity.words.matcher(lower).find()) {
        return quantity;
      }
    }
    return OTHER;
  }

  /** "1 beat", "2 beats". */
  String counted(int count) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The whole signal in as few windows of equal length as have to be, in order. */
  public List<Signal> windows(Signal signal) {
    // a window of a slow signal holds a step at least
    int n =
        (int)
            Math.min(
                signal.steps(), Math.max(1, Math.ceil(signal.seconds() / windowSeconds - 1e-6)));
    List<Signal> windows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double end = i == n - 1 ? signal.seconds() : (i + 1) * signal.seconds() / n;
      windows.add(signal.part(i * signal.seconds() / n, end, "the signal"));
    }
    return windows;
  }
}
