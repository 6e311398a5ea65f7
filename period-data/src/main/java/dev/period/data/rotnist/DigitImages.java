package dev.period.data.rotnist;

/** Pictures of digits. */
public interface DigitImages {
  /** Width and height of a picture, in pixels. */
  int SIZE = 28;

  /**
   * The picture at {@code index}, which must not be negative; what lies beyond the last starts
   * again.
   *
   * @return 8-bit unsigned, light on dark, shape [{@value #SIZE}, {@value #SIZE}] row-major
   */
  byte[] image(long index);
}
