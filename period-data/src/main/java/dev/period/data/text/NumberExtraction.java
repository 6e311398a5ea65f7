package dev.period.data.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The number that a free-text answer states.
 *
 * <p>The first number wins, in digits ({@code 12}, {@code 1,200}, {@code 3.5}, {@code -5}) or
 * English words ({@code twenty-one}, {@code a hundred and five}, {@code twice}, {@code two dozen});
 * "one" and "once" are taken only where there is nothing else, because they are seldom meant as a
 * count. A range ({@code 3-4}, {@code three or four}, {@code between 3 and 5}) is one number.
 * Ordinals ({@code 5th}) and digits inside a word ({@code mp4}) are not numbers.
 */
public final class NumberExtraction {
  private static final String NUMERAL =
      "(?<![\\p{L}\\d])[-+\u2212]?(?<![\\p{L}\\d])(?:\\d{1,3}(?:,\\d{3})+(?!,?\\d)(?:\\.\\d+)?"
          + "|\\d+(?:\\.\\d+)?|\\.\\d+)(?!\\d|\\.\\d|(?:st|nd|rd|th)\\b)";
  private static final String NUMBER = "(?:" + NUMERAL + "|" + NumberWords.PATTERN + ")";
  private static final Pattern MENTION =
      Pattern.compile(
          "(?<between>\\bbetween\\s+)?(?<low>"
              + NUMBER
              + ")"
              + "(?:(?<joint>\\s*[-\u2013\u2014]\\s*|\\s+(?:to|or|and)\\s+)(?<high>"
              + NUMBER
              + "))?");

  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final List<String> PERIOD_LLM_WORDS =
      Stream.concat(NumberWords.BELOW_TWENTY.stream(), Stream.of("twenty")).toList();

  private NumberExtraction() {}

  /**
   * A number or a range of numbers.
   *
   * @param low the smaller end
   * @param high the larger end; equal to {@code low} for a single number
   */
  public record Stated(double low, double high) {
    /** The number, or the middle of the range. */
    public double value() {
      return (low + high) / 2;
    }
  }

  /** The number that {@code answer} states, if any. */
  public static Optional<Stated> find(String answer) {
    Matcher matcher = MENTION.matcher(answer.toLowerCase(Locale.ROOT));
    Optional<Stated> weak = Optional.empty();
    int from = 0;
    while (matcher.find(from)) {
      String first = matcher.group("low");
      double low = value(first);
      from = matcher.end("low");
      if (matcher.group("high") != null && joins(matcher)) {
        double high = value(matcher.group("high"));
        if (low < high && Double.isFinite(high)) {
          return Optional.of(new Stated(low, high));
        }
      }
      if (!Double.isFinite(low)) {
        continue;
      }
      Stated stated = new Stated(low, low);
      if (!first.equals("one") && !first.equals("once")) {
        return Optional.of(stated);
      }
      weak = weak.or(() -> Optional.of(stated));
    }
    return weak;
  }

  /**
   * The number as Period-LLM's released {@code evaluation.py} reads it, for comparison with its
   * published figures: the first run of digits below 100 (0 where all are larger), else the first
   * of the words zero … twenty and twice, else 0. Decimals are cut and 1,200 reads as 1.
   */
  public static int periodLlm(String answer) {
    Matcher digits = DIGITS.matcher(answer);
    boolean any = false;
    while (digits.find()) {
      any = true;
      String run = digits.group().replaceFirst("^0+(?=.)", "");
      if (run.length() <= 2) {
        return Integer.parseInt(run);
      }
    }
    if (any) {
      return 0;
    }
    for (String part : answer.trim().split("\\s+", -1)) {
      String word = part.replaceFirst("[,.]+$", "").toLowerCase(Locale.ROOT);
      int value = word.equals("twice") ? 2 : PERIOD_LLM_WORDS.indexOf(word);
      if (value >= 0) {
        return value;
      }
    }
    return 0;
  }

  /** "and" joins a range only after "between". */
  private static boolean joins(Matcher matcher) {
    return matcher.group("between") != null || !matcher.group("joint").strip().equals("and");
  }

  private static double value(String number) {
    char first = number.charAt(0);
    return Character.isLetter(first)
        ? NumberWords.value(number)
        : Double.parseDouble(number.replace(",", "").replace('\u2212', '-'));
  }
}
