package dev.period.data.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** English number words: zero … nine hundred and ninety-nine, once, twice, thrice, dozens. */
final class NumberWords {
  static final List<String> BELOW_TWENTY =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> TIMES = List.of("once", "twice", "thrice");

  private static final String DIGIT = String.join("|", BELOW_TWENTY.subList(1, 10));
  private static final String BELOW_HUNDRED =
      "(?:(?:"
          + String.join("|", TENS)
          + ")(?:[\\s-]+(?:"
          + DIGIT
          + ")\\b)?|"
          + longestFirst(BELOW_TWENTY)
          + ")";

  /** A number in words, as a whole word, in lower case. */
  static final String PATTERN =
      "\\b(?:(?:a|"
          + DIGIT
          + ")[\\s-]+hundred\\b(?:[\\s-]+(?:and\\s+)?"
          + BELOW_HUNDRED
          + ")?"
          + "|(?:(?:a|"
          + BELOW_HUNDRED
          + ")\\s+)?dozen"
          + "|"
          + BELOW_HUNDRED
          + "|"
          + String.join("|", TIMES)
          + ")\\b";

  private static final Pattern WORD = Pattern.compile("[a-z]+");

  private NumberWords() {}

  /** The value of a text that {@link #PATTERN} matches. */
  static double value(String words) {
    double sum = 0;
    Matcher matcher = WORD.matcher(words);
    while (matcher.find()) {
      String word = matcher.group();
      switch (word) {
        case "hundred" -> sum = 100 * Math.max(1, sum);
        case "dozen" -> sum = 12 * Math.max(1, sum);
        case "a", "and" -> {}
        default -> sum += single(word);
      }
    }
    return sum;
  }

  private static int single(String word) {
    int below = BELOW_TWENTY.indexOf(word);
    if (below >= 0) {
      return below;
    }
    int tens = TENS.indexOf(word);
    return tens >= 0 ? 10 * (tens + 2) : TIMES.indexOf(word) + 1;
  }

  /** "sixteen" must be tried before "six". */
  private static String longestFirst(List<String> words) {
    return words.stream()
        .sorted((a, b) -> b.length() - a.length())
        .reduce((a, b) -> a + "|" + b)
        .orElseThrow();
  }
}
