package dev.period.core.checkpoint;

/**
 * The element types of safetensors files that Period reads and writes; constants carry the names
 * used on disk.
 */
public enum SafetensorsType {
  /** IEEE 754 double. */
  F64(8),
  /** IEEE 754 single. */
  F32(4),
  /** IEEE 754 half: 1 sign, 5 exponent, 10 mantissa bits. */
  F16(2),
  /** bfloat16: the upper half of an IEEE 754 single. */
  BF16(2),
  /** Signed 64-bit integer. */
  I64(8),
  /** Signed 32-bit integer. */
  I32(4),
  /** Unsigned byte. */
  U8(1),
  /** One byte per truth value, 0 or 1. */
  BOOL(1);

  private final int bytes;

  SafetensorsType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Bytes of a dense tensor of this type.
   *
   * @param shape non-negative sizes; empty for a scalar
   * @throws ArithmeticException when the product does not fit a long
   */
  public long bytes(long... shape) {
    long total = bytes;
    for (long size : shape) {
      total = Math.multiplyExact(total, size);
    }
    return total;
  }
}
