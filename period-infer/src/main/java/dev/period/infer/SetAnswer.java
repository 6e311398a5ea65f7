package dev.period.infer;

import dev.period.data.text.CountingQuestions;
import java.util.List;

/** Puts the sets of a long video into words, times and one belief. */
final class SetAnswer {
  private static final List<String> WORDS =
      List.of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  /** Sets beyond this are not told one by one. */
  static final int LISTED = 12;

  private SetAnswer() {}

  /** All sets as one: their counts added up. */
  static RepetitionSet total(List<RepetitionSet> sets) {
    return sets.stream().reduce(RepetitionSet.none(), RepetitionSet::plus);
  }

  /** "There are 34 repetitions: 12, 12 and 10 in three sets." */
  static String text(List<RepetitionSet> sets) {
    int count = sets.stream().mapToInt(RepetitionSet::count).sum();
    String sentence = CountingQuestions.thereAre(count);
    if (sets.size() < 2) {
      return sentence + ".";
    }
    String number = sets.size() <= 10 ? WORDS.get(sets.size() - 2) : String.valueOf(sets.size());
    if (sets.size() > LISTED) {
      return sentence + " in " + number + " sets.";
    }
    List<String> counts = sets.stream().map(set -> String.valueOf(set.count())).toList();
    return "%s: %s in %s sets.".formatted(sentence, listed(counts), number);
  }

  /** "12, 12 and 10", of two or more. */
  static String listed(List<String> sets) {
    int last = sets.size() - 1;
    return String.join(", ", sets.subList(0, last)) + " and " + sets.get(last);
  }

  /**
   * How much of a repetition passes in each of equally long parts, from when repetitions happen.
   *
   * @param repetitions start and end of each, in seconds
   */
  static double[] density(List<double[]> repetitions, double start, double end, int parts) {
    double[] density = new double[parts];
    double part = (end - start) / parts;
    for (double[] repetition : repetitions) {
      int first = (int) Math.max(0, Math.floor((repetition[0] - start) / part));
      for (int i = first; i < parts && start + i * part < repetition[1]; i++) {
        double inside =
            Math.min(repetition[1], start + (i + 1) * part)
                - Math.max(repetition[0], start + i * part);
        density[i] += Math.max(0, inside) / (repetition[1] - repetition[0]);
      }
    }
    return density;
  }
}
