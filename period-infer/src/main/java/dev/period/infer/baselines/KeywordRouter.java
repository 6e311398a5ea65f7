package dev.period.infer.baselines;

import dev.period.data.text.Intent;
import dev.period.data.text.Ordinal;
import dev.period.data.text.Route;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a question wants from a few words that it holds: what a program does that has no
 * language model. Its words were chosen by somebody who knew all the questions.
 */
public final class KeywordRouter {
  private static final Pattern HEART = words("heart|heartbeats?|pulse|bpm");
  private static final Pattern RATE =
      words("fast|quickly|rapidly|speed|rate|pace|tempo|frequency|per minute|a minute");
  private static final Pattern WHEN = words("when|second|moment|point|starts?|begins?|ends?|time");
  private static final Pattern LAST = words("last|final");
  private static final Pattern NUMBER = Pattern.compile("\\b(?:number )?(\\d+)(?:st|nd|rd|th)?\\b");
  private static final Pattern COUNT =
      words("how many|how often|count|number of|times|repetitions|reps");
  private static final Pattern TIMES = words("when|at which times|what times|which seconds");

  /** Numbers below this are also written in words. */
  private static final int IN_WORDS = 13;

  private KeywordRouter() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("\\b(?:" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  /** What {@code question} wants. */
  public static Route of(String question) {
    if (HEART.matcher(question).find()) {
      return Route.of(Intent.HEART);
    }
    if (WHEN.matcher(question).find()) {
      int nth = number(question);
      if (nth > 0) {
        return Route.nth(nth);
      }
      if (LAST.matcher(question).find()) {
        return Route.of(Intent.LAST);
      }
    }
    if (RATE.matcher(question).find()) {
      return Route.of(Intent.RATE);
    }
    if (TIMES.matcher(question).find()) {
      return Route.of(Intent.ALL);
    }
    return Route.of(COUNT.matcher(question).find() ? Intent.COUNT : Intent.NONE);
  }

  /** The repetition that is meant; 0 where none is. */
  private static int number(String question) {
    Matcher digits = NUMBER.matcher(question);
    if (digits.find()) {
      return digits.group(1).length() > 4 ? 0 : Integer.parseInt(digits.group(1));
    }
    for (int n = 1; n < IN_WORDS; n++) {
      // "at which second" asks for a time
      String word = n == 2 ? "the second" : Ordinal.inWords(n);
      if (words(word).matcher(question).find()) {
        return n;
      }
    }
    return 0;
  }
}
