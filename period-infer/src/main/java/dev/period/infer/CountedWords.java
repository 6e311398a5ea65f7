package dev.period.infer;

import dev.period.data.text.CountingQuestions;
import dev.period.data.text.Ordinal;
import dev.period.data.text.Route;
import java.util.List;
import java.util.Locale;

/**
 * The words for what was counted, by what the model says that was asked. Their first number is the
 * count, in digits.
 */
final class CountedWords {
  /** A repetition that lasts so many times as long as they usually do holds a pause. */
  private static final double PAUSE = 2;

  private static final String UNKNOWN = ", but I cannot tell when";

  private CountedWords() {}

  /**
   * The answer.
   *
   * @param said the model's own sentence, which is the answer where only the count was asked for
   * @param route what {@code said} says
   * @param sets of repetitions in a row, start and end of each in seconds; empty where they are not
   *     known
   */
  static String of(String said, Route route, int count, List<List<double[]>> sets) {
    String counted = CountingQuestions.thereAre(count);
    List<double[]> repetitions = sets.stream().flatMap(List::stream).toList();
    List<List<double[]>> full = sets.stream().filter(set -> !set.isEmpty()).toList();
    boolean unknown = count > 0 && repetitions.size() < count;
    return switch (route.intent()) {
      case COUNT, HEART, NONE -> said;
      case RATE -> counted + (unknown ? UNKNOWN : rate(repetitions)) + ".";
      case NTH -> counted + (unknown ? UNKNOWN : one(route.nth(), repetitions)) + ".";
      case LAST -> counted + (unknown ? UNKNOWN : last(repetitions)) + ".";
      case ALL -> counted + (unknown ? UNKNOWN : all(full)) + ".";
    };
  }

  /** Pauses are no part of the time, be they between sets or within what was taken for one. */
  private static String rate(List<double[]> repetitions) {
    Double typical = RepetitionTimes.period(repetitions);
    if (typical == null) {
      return "";
    }
    double seconds =
        repetitions.stream()
            .mapToDouble(repetition -> repetition[1] - repetition[0])
            .map(lasts -> lasts > PAUSE * typical ? typical : lasts)
            .sum();
    double perMinute = 60 * repetitions.size() / seconds;
    return String.format(
        Locale.ROOT,
        perMinute < 9.95 ? ", about %.1f per minute" : ", about %.0f per minute",
        perMinute);
  }

  private static String one(int nth, List<double[]> repetitions) {
    String name = "; the " + Ordinal.inWords(nth);
    return nth < 1 || nth > repetitions.size()
        ? "; there is no " + Ordinal.inWords(nth)
        : name + times(repetitions.get(nth - 1));
  }

  private static String last(List<double[]> repetitions) {
    return repetitions.isEmpty()
        ? ""
        : "; the last" + times(repetitions.get(repetitions.size() - 1));
  }

  private static String all(List<List<double[]>> sets) {
    if (sets.isEmpty()) {
      return "";
    }
    if (sets.size() == 1 || sets.size() > SetAnswer.LISTED) {
      return ", " + span(sets.get(0).get(0)[0], end(sets.get(sets.size() - 1)));
    }
    return ": " + SetAnswer.listed(sets.stream().map(CountedWords::counted).toList());
  }

  /** "12 from 3.0 s to 20.1 s". */
  private static String counted(List<double[]> set) {
    return set.size() + " " + span(set.get(0)[0], end(set));
  }

  private static String span(double start, double end) {
    return String.format(Locale.ROOT, "from %.1f s to %.1f s", start, end);
  }

  private static double end(List<double[]> set) {
    return set.get(set.size() - 1)[1];
  }

  private static String times(double[] repetition) {
    return String.format(
        Locale.ROOT, " starts at %.1f s and ends at %.1f s", repetition[0], repetition[1]);
  }
}
