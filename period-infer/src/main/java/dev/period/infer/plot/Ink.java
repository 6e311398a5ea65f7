package dev.period.infer.plot;

/**
 * A colour with its opacity.
 *
 * @param rgb 0xRRGGBB
 * @param opacity from 0 to 1
 */
record Ink(int rgb, double opacity) {
  static final Ink TEXT = new Ink(0x1F2937, 1);
  static final Ink MUTED = new Ink(0x6B7280, 1);
  static final Ink GRID = new Ink(0xE5E7EB, 1);
  static final Ink ACCENT = new Ink(0x2563EB, 1);
  static final Ink PALE = new Ink(0xBFD3FA, 1);
  static final Ink MARK = new Ink(0xD97706, 1);
  static final Ink WHITE = new Ink(0xFFFFFF, 1);

  Ink withOpacity(double value) {
    return new Ink(rgb, value);
  }

  String hex() {
    return "#%06x".formatted(rgb);
  }
}
