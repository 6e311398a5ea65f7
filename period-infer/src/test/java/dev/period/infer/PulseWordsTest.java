package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PulseWordsTest {
  @Test
  void aRateIsToldAsSurelyAsItIsKnown() {
    PulseRate sure = new PulseRate(62.3, 58, 66, 2, 0.05);
    assertEquals("The heart rate is about 62 bpm.", PulseWords.of(sure));
    assertTrue(PulseWords.confident(sure));
    PulseRate wide = new PulseRate(62.3, 53.1, 70.8, 1, 0.05);
    assertEquals(
        "The heart rate is about 62 bpm, between 53 and 71. I am not sure.", PulseWords.of(wide));
    assertTrue(PulseWords.reliable(wide));
    assertFalse(PulseWords.confident(wide));
  }

  @Test
  void doubtAndContradictionShowNoPulse() {
    for (PulseRate rate :
        List.of(new PulseRate(62, 60, 64, 3, 0.4), new PulseRate(62, 40, 84, 1, 0))) {
      assertEquals("I see no reliable pulse.", PulseWords.of(rate));
      assertFalse(PulseWords.confident(rate));
    }
    assertFalse(PulseWords.reliable(PulseRate.NONE));
  }
}
