package dev.period.infer;

import dev.period.data.text.Ordinal;
import dev.period.data.text.Route;
import java.util.List;
import java.util.Locale;

/**
 * The words for what was counted, by what the model says that was asked. Their first number is the
 * count, in digits.
 */
final class CountedWords {
  private CountedWords() {}

  /**
   * The answer.
   *
   * @param said the model's own sentence, which is the answer where only the count was asked for
   * @param route what {@code said} says
   * @param repetitions start and end of each in seconds; empty where they are not known
   */
  static String of(String said, Route route, int count, List<double[]> repetitions) {
    String counted = (count == 1 ? "There is 1 repetition" : "There are " + count + " repetitions");
    boolean unknown = count > 0 && repetitions.size() < count;
    return switch (route.intent()) {
      case COUNT, HEART, NONE -> said;
      case RATE -> counted + (unknown ? UNKNOWN : rate(count, repetitions)) + ".";
      case NTH -> counted + (unknown ? UNKNOWN : one(route.nth(), repetitions)) + ".";
      case LAST -> counted + (unknown ? UNKNOWN : last(repetitions)) + ".";
      case ALL -> counted + (unknown ? UNKNOWN : all(repetitions)) + ".";
    };
  }

  private static final String UNKNOWN = ", but I cannot tell when";

  private static String rate(int count, List<double[]> repetitions) {
    if (count == 0) {
      return "";
    }
    double seconds = repetitions.get(count - 1)[1] - repetitions.get(0)[0];
    double perMinute = 60 * count / seconds;
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

  private static String all(List<double[]> repetitions) {
    return repetitions.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            ", from %.1f s to %.1f s",
            repetitions.get(0)[0],
            repetitions.get(repetitions.size() - 1)[1]);
  }

  private static String times(double[] repetition) {
    return String.format(
        Locale.ROOT, " starts at %.1f s and ends at %.1f s", repetition[0], repetition[1]);
  }
}
