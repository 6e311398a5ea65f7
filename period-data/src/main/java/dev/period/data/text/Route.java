package dev.period.data.text;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a question wants, in the model's own words.
 *
 * <p>The model is taught one short sentence per {@link Intent}, so that it says in the same breath
 * what was asked and what it counted. Whoever composes the final answer reads the intent from that
 * sentence and never from the question: {@link #of} undoes {@link #sentence}. Where a sentence
 * counts, its first number is the count, in digits, so that the distribution over counts can be
 * read there. Only the plain count and the refusal are meant for users.
 *
 * @param intent of the question
 * @param nth which repetition is meant, from 1; 0 for any intent but {@link Intent#NTH}
 */
public record Route(Intent intent, int nth) {
  private static final String NONE =
      "I can only say how often something repeats, how fast, and when.";
  private static final String HEART = "The heart rate is meant.";

  private static final Pattern RATE_MEANT =
      Pattern.compile("The rate of \\d+ repetitions? is meant\\.");
  private static final Pattern TIMES_MEANT =
      Pattern.compile(
          "Of \\d+ repetitions?, (?:number (?<nth>\\d{1,4}) is|(?<last>the last) is|all are)"
              + " meant\\.");
  private static final Pattern HEART_MEANT =
      Pattern.compile("The heart (?:rate is meant|beats \\d+ times?)\\.");

  /** How the sentences begin that are not meant for users. */
  private static final List<String> BEGINNINGS =
      List.of("The rate of ", "Of ", "The heart rate is ", "The heart beats ");

  /** Checks the number. */
  public Route {
    if (intent == Intent.NTH ? nth < 0 : nth != 0) {
      throw new IllegalArgumentException(intent + " does not go with number " + nth);
    }
  }

  /** An intent that needs no number. */
  public static Route of(Intent intent) {
    return new Route(intent, 0);
  }

  /** The repetition of this number, from 1. */
  public static Route nth(int nth) {
    return new Route(Intent.NTH, nth);
  }

  /**
   * The sentence that says this.
   *
   * @param rng chooses between sentences that say the same
   * @param count repetitions in the video, not negative; without effect where {@link
   *     Intent#counts()} is false
   */
  public String sentence(RandomGenerator rng, int count) {
    String repetitions = count + (count == 1 ? " repetition" : " repetitions");
    return switch (intent) {
      case COUNT -> CountingQuestions.answer(rng, count);
      case RATE -> "The rate of " + repetitions + " is meant.";
      case NTH -> "Of " + repetitions + ", number " + nth + " is meant.";
      case LAST -> "Of " + repetitions + ", the last is meant.";
      case ALL -> "Of " + repetitions + ", all are meant.";
      case HEART -> HEART;
      case NONE -> NONE;
    };
  }

  /**
   * What a sentence of the model says. A sentence that is none of these is taken for a plain
   * answer, which is what a model gives that was not taught them. Beats that were counted ({@link
   * HeartQuestions#answer}) are about the heart, too.
   */
  public static Route of(String sentence) {
    String said = sentence.strip();
    Matcher times = TIMES_MEANT.matcher(said);
    if (times.matches()) {
      return times.group("nth") != null
          ? nth(Integer.parseInt(times.group("nth")))
          : of(times.group("last") != null ? Intent.LAST : Intent.ALL);
    }
    if (RATE_MEANT.matcher(said).matches()) {
      return of(Intent.RATE);
    }
    if (HEART_MEANT.matcher(said).matches()) {
      return of(Intent.HEART);
    }
    return of(said.equals(NONE) ? Intent.NONE : Intent.COUNT);
  }

  /**
   * Whether a sentence that begins like this is meant for users, whatever follows: what {@link #of}
   * will find in the whole of it is {@link Intent#COUNT} or {@link Intent#NONE}.
   */
  public static boolean spoken(String beginning) {
    return BEGINNINGS.stream()
        .noneMatch(known -> known.startsWith(beginning) || beginning.startsWith(known));
  }
}
