package dev.period.infer;

import java.util.Locale;

/**
 * The words for a heart rate, and whether it can be relied on: a rate that the model and the
 * classical reading of POS do not agree on is not told.
 *
 * <p>How the limits were chosen and judged, on compressed rendered faces: docs/asking.md.
 */
final class PulseWords {
  /** The model and the classical reading differ by no more than this part of the rate. */
  private static final double MOST_DISAGREEMENT = 0.05;

  /** Beyond this doubt nothing is told. */
  private static final double MOST_DOUBT = 1.2;

  /** Beyond this doubt the interval is told. */
  private static final double SOME_DOUBT = 0.5;

  /** Stretches that differ by more than this part of the rate do not show one pulse. */
  private static final double MOST_SPREAD = 0.2;

  private PulseWords() {}

  /** Whether there is a heart rate to tell at all; NaN is none. */
  static boolean reliable(PulseRate rate) {
    return rate.disagreement() <= MOST_DISAGREEMENT
        && rate.doubt() <= MOST_DOUBT
        && rate.spread() <= MOST_SPREAD;
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
