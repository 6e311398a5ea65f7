package dev.period.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  @Test
  void everyHalfHasTheValueOfItsDefinition() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      int exponent = (bits >> 10) & 31;
      int mantissa = bits & 1023;
      double magnitude =
          exponent == 0
              ? Math.scalb((double) mantissa, -24)
              : Math.scalb(1024.0 + mantissa, exponent - 25);
      if (exponent == 31) {
        magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;
      assertEquals(expected, HalfPrecision.fromF16((short) bits), "bits " + bits);
    }
  }

  @Test
  void bf16RoundsToNearestEvenAndKeepsNan() {
    assertEquals(1f, rounded(1f + 0x1p-8f));
    assertEquals(1f + 0x1p-6f, rounded(1f + 0x1p-7f + 0x1p-8f));
    assertEquals(1f + 0x1p-7f, rounded(1f + 0x1p-8f + 0x1p-20f));
    assertEquals(Float.POSITIVE_INFINITY, rounded(Float.MAX_VALUE));
    assertEquals(-0f, rounded(-0f));
    assertTrue(Float.isNaN(rounded(Float.intBitsToFloat(0x7f80_0001))));
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = HalfPrecision.fromBf16((short) bits);
      if (!Float.isNaN(value)) {
        assertEquals((short) bits, HalfPrecision.toBf16(value));
      }
    }
  }

  @Test
  void f16RoundsToNearestEvenAndKeepsNan() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = HalfPrecision.fromF16((short) bits);
      if (Float.isNaN(value)) {
        assertTrue(Float.isNaN(HalfPrecision.fromF16(HalfPrecision.toF16(value))));
        continue;
      }
      assertEquals((short) bits, HalfPrecision.toF16(value));
      float next = HalfPrecision.fromF16((short) (bits + 1));
      if (Float.isFinite(value) && Float.isFinite(next) && (bits & 0x7fff) != 0x7fff) {
        short even = (short) ((bits & 1) == 0 ? bits : bits + 1);
        assertEquals(even, HalfPrecision.toF16((value + next) / 2), "between " + value);
      }
    }
    assertEquals(0x7c00, HalfPrecision.toF16(65520f));
    assertEquals(0x7bff, HalfPrecision.toF16(65519f));
    assertEquals((short) 0x8000, HalfPrecision.toF16(-1e-30f));
  }

  private static float rounded(float value) {
    return HalfPrecision.fromBf16(HalfPrecision.toBf16(value));
  }
}
