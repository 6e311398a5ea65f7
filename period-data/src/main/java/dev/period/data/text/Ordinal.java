package dev.period.data.text;

import java.util.List;

/** Numbers that tell a place in an order. */
public final class Ordinal {
  private static final List<String> WORDS =
      List.of(
          "first",
          "second",
          "third",
          "fourth",
          "fifth",
          "sixth",
          "seventh",
          "eighth",
          "ninth",
          "tenth",
          "eleventh",
          "twelfth");

  private Ordinal() {}

  /** "third", but "13th": from 13 on, as people do, in digits. */
  public static String inWords(int n) {
    return n >= 1 && n <= WORDS.size() ? WORDS.get(n - 1) : inDigits(n);
  }

  /** "3rd". */
  static String inDigits(int n) {
    boolean teen = n / 10 % 10 == 1;
    return n
        + switch (teen ? 0 : n % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
