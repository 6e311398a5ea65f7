package dev.period.infer;

import dev.period.data.rppg.ClassicalPulse;
import java.util.Locale;

/**
 * What is told about a heart: a rate on which the model and POS agree; else one on which POS and
 * CHROM agree all the time, with doubt; else none.
 *
 * <p>How the limits were chosen and judged, on compressed rendered faces: docs/asking.md.
 *
 * @param words the sentence
 * @param bpm beats per minute; NaN for none
 * @param confident whether it can be relied on
 */
record PulseAnswer(String words, double bpm, boolean confident) {
  /** The model and the POS wave differ by no more than this part of the rate. */
  private static final double MOST_DISAGREEMENT = 0.05;

  /** Beyond this doubt the model's rate is not told. */
  private static final double MOST_DOUBT = 1.2;

  /** Beyond this doubt its interval is told. */
  private static final double SOME_DOUBT = 0.5;

  /** Stretches that differ by more than this part of the rate do not show one pulse. */
  private static final double MOST_SPREAD = 0.2;

  static PulseAnswer of(PulseRate rate) {
    if (reliable(rate)) {
      return rate.doubt() <= SOME_DOUBT
          ? new PulseAnswer(
              words("The heart rate is about %.0f bpm.", rate.bpm()), rate.bpm(), true)
          : doubtful("", rate.bpm(), rate.low(), rate.high());
    }
    ClassicalPulse classical = rate.classical();
    return classical.steady()
        ? doubtful(
            " by the colour of the skin alone",
            classical.pos(),
            classical.slowest(),
            classical.fastest())
        : new PulseAnswer("I see no reliable pulse.", Double.NaN, false);
  }

  /** Whether the model's rate can be told; NaN cannot. */
  private static boolean reliable(PulseRate rate) {
    return rate.disagreement() <= MOST_DISAGREEMENT
        && rate.doubt() <= MOST_DOUBT
        && rate.spread() <= MOST_SPREAD;
  }

  private static PulseAnswer doubtful(String by, double bpm, double low, double high) {
    String told = words("The heart rate is about %.0f bpm" + by, bpm);
    return new PulseAnswer(
        told + words(", between %.0f and %.0f." + Period.NOT_SURE, low, high), bpm, false);
  }

  private static String words(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }
}
