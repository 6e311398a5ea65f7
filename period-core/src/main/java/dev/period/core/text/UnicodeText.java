package dev.period.core.text;

/** Text that has a UTF-8 form. */
final class UnicodeText {
  private UnicodeText() {}

  /** Replaces lone surrogates, which have no UTF-8 form, by the replacement character. */
  static String wellFormed(String text) {
    int[] points =
        text.codePoints()
            .map(point -> Character.getType(point) == Character.SURROGATE ? 0xfffd : point)
            .toArray();
    return new String(points, 0, points.length);
  }
}
