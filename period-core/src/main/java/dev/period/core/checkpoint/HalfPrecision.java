package dev.period.core.checkpoint;

/**
 * Conversions between single precision and the two 16-bit formats of checkpoints; Java 17 has none
 * of its own.
 */
public final class HalfPrecision {
  private HalfPrecision() {}

  /** Widens a bfloat16; exact, NaN payloads included. */
  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** Rounds to the nearest bfloat16, ties to even; NaN stays NaN. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // keep a mantissa bit that survives the cut: otherwise some NaN would become infinite
      return (short) ((bits >>> 16) | 0x40);
    }
    int roundingBias = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + roundingBias) >>> 16);
  }

  /** Widens an IEEE 754 half; exact. */
  public static float fromF16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f80_0000 | (mantissa << 13));
    }
    if (exponent == 0) {
      // subnormal halves are normal singles: mantissa * 2^-24
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
  }

  /** Rounds to the nearest IEEE 754 half, ties to even; too large a value becomes infinite. */
  public static short toF16(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520) {
      return (short) (sign | 0x7c00);
    }
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    // in units of the last place; a carry runs into the exponent, where it belongs
    int units = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
    return (short) (sign | (((exponent + 14) << 10) + units));
  }
}
