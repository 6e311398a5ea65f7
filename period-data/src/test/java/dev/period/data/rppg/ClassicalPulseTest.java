package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClassicalPulseTest {
  @Test
  void oneRateInAllStretchesIsSteady() {
    PulseWaves waves = PulseWaves.of(SyntheticPulse.trace(75, 600, 30));
    ClassicalPulse pulse = ClassicalPulse.of(waves, 0, waves.frames());
    assertEquals(2, pulse.stretches());
    assertEquals(75, pulse.pos(), 1);
    assertEquals(75, pulse.chrom(), 1);
    assertTrue(pulse.slowest() <= pulse.fastest());
    assertTrue(pulse.steady(), pulse.toString());
  }

  @Test
  void oneStretchCannotShowThatItIsSteady() {
    PulseWaves waves = PulseWaves.of(SyntheticPulse.trace(75, 300, 30));
    ClassicalPulse pulse = ClassicalPulse.of(waves, 0, waves.frames());
    assertEquals(1, pulse.stretches());
    assertFalse(pulse.steady());
  }

  @Test
  void methodsOrStretchesThatDisagreeAreNotSteady() {
    assertTrue(new ClassicalPulse(60, 61, 59, 62, 3).steady());
    assertFalse(new ClassicalPulse(60, 64, 59, 62, 3).steady());
    assertFalse(new ClassicalPulse(60, 61, 57, 62, 3).steady());
    assertFalse(new ClassicalPulse(60, Double.NaN, 59, 62, 3).steady());
    assertFalse(ClassicalPulse.NONE.steady());
  }
}
