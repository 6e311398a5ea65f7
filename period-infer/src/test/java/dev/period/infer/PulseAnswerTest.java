package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.data.rppg.ClassicalPulse;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseAnswerTest {
  /** POS sees {@code pos} as a whole, but something else in every stretch. */
  private static ClassicalPulse uneven(double pos) {
    return new ClassicalPulse(pos, pos, pos - 15, pos + 9, 2);
  }

  private static PulseRate rate(
      double bpm, double low, double high, int stretches, double spread, double pos) {
    return new PulseRate(bpm, low, high, stretches, spread, uneven(pos));
  }

  @Test
  void aRateIsToldAsSurelyAsItIsKnown() {
    PulseAnswer sure = PulseAnswer.of(rate(62.3, 58, 66, 2, 0.05, 61));
    assertEquals("The heart rate is about 62 bpm.", sure.words());
    assertTrue(sure.confident());
    PulseAnswer wide = PulseAnswer.of(rate(62.3, 43.1, 80.8, 1, 0.05, 64));
    assertEquals("The heart rate is about 62 bpm, between 43 and 81. I am not sure.", wide.words());
    assertEquals(62.3, wide.bpm());
    assertFalse(wide.confident());
  }

  @Test
  void doubtAndContradictionShowNoPulse() {
    PulseRate unlikeStretches = rate(62, 60, 64, 3, 0.4, 62);
    PulseRate anything = rate(62, 10, 114, 1, 0, 62);
    PulseRate againstPos = rate(62, 60, 64, 3, 0.01, 66);
    PulseRate withoutPos = rate(62, 60, 64, 3, 0.01, Double.NaN);
    for (PulseRate rate :
        List.of(unlikeStretches, anything, againstPos, withoutPos, PulseRate.NONE)) {
      PulseAnswer answer = PulseAnswer.of(rate);
      assertEquals("I see no reliable pulse.", answer.words());
      assertTrue(Double.isNaN(answer.bpm()));
      assertFalse(answer.confident());
    }
  }

  @Test
  void whereTheModelSeesNothingButPosAndChromAgreeTheirRateIsToldWithDoubt() {
    ClassicalPulse classical = new ClassicalPulse(55.4, 56, 54.9, 58.3, 3);
    PulseRate unseen = new PulseRate(Double.NaN, Double.NaN, Double.NaN, 0, 0, classical);
    PulseAnswer answer = PulseAnswer.of(unseen);
    assertEquals(
        "The heart rate is about 55 bpm by the colour of the skin alone, between 55 and 58."
            + " I am not sure.",
        answer.words());
    assertEquals(55.4, answer.bpm());
    assertFalse(answer.confident());
  }
}
