package dev.period.infer;

import java.util.Locale;

/**
 * The words for a heart rate, and whether it can be relied on.
 *
 * <p>The limits were chosen on rendered faces of 21 and 31 s, 24 with a pulse and 12 painted ones
 * (docs/asking.md): every painted face is refused, and of the faces with a pulse those are kept
 * whose rate is right.
 */
final class PulseWords {
  /** Beyond this doubt nothing is told; painted faces begin at 0.43. */
  private static final double MOST_DOUBT = 0.32;

  /** Beyond this doubt the interval is told; living faces that are read right end at 0.24. */
  private static final double SOME_DOUBT = 0.25;

  /** Stretches that differ by more than this part of the rate do not show one pulse. */
  private static final double MOST_SPREAD = 0.2;

  private PulseWords() {}

  /** Whether there is a heart rate to tell at all; NaN is none. */
  static boolean reliable(PulseRate rate) {
    return rate.doubt() <= MOST_DOUBT && rate.spread() <= MOST_SPREAD;
  }

  /** Whether the model is sure of a reliable one. */
  static boolean confident(PulseRate rate) {
    return reliable(rate) && rate.doubt() <= SOME_DOUBT;
  }

  static String of(PulseRate rate) {
    if (!reliable(rate)) {
      return "I see no reliable pulse.";
    }
    return confident(rate)
        ? String.format(Locale.ROOT, "The heart rate is about %.0f bpm.", rate.bpm())
        : String.format(
            Locale.ROOT,
            "The heart rate is about %.0f bpm, between %.0f and %.0f." + Period.NOT_SURE,
            rate.bpm(),
            rate.low(),
            rate.high());
  }
}
