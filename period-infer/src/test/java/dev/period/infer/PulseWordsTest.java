package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PulseWordsTest {
  @Test
  void aRateIsToldAsSurelyAsItIsKnown() {
    PulseRate sure = new PulseRate(62.3, 58, 66, 2, 0.05, 61);
    assertEquals("The heart rate is about 62 bpm.", PulseWords.of(sure));
    assertTrue(PulseWords.confident(sure));
    PulseRate wide = new PulseRate(62.3, 43.1, 80.8, 1, 0.05, 64);
    assertEquals(
        "The heart rate is about 62 bpm, between 43 and 81. I am not sure.", PulseWords.of(wide));
    assertTrue(PulseWords.reliable(wide));
    assertFalse(PulseWords.confident(wide));
  }

  @Test
  void doubtAndContradictionShowNoPulse() {
    PulseRate unlikeStretches = new PulseRate(62, 60, 64, 3, 0.4, 62);
    PulseRate anything = new PulseRate(62, 10, 114, 1, 0, 62);
    PulseRate againstPos = new PulseRate(62, 60, 64, 3, 0.01, 66);
    PulseRate withoutPos = new PulseRate(62, 60, 64, 3, 0.01, Double.NaN);
    for (PulseRate rate : List.of(unlikeStretches, anything, againstPos, withoutPos)) {
      assertEquals("I see no reliable pulse.", PulseWords.of(rate));
      assertFalse(PulseWords.confident(rate));
    }
    assertFalse(PulseWords.reliable(PulseRate.NONE));
  }
}
