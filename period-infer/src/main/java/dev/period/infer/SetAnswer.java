package dev.period.infer;

import java.util.List;
import java.util.stream.Collectors;

/** Puts the sets of a long video into words, times and one belief. */
final class SetAnswer {
  private static final List<String> WORDS =
      List.of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  /** Sets beyond this are told as a number only. */
  private static final int LISTED = 12;

  private SetAnswer() {}

  /** All sets as one: their counts added up. */
  static RepetitionSet total(List<RepetitionSet> sets) {
    return sets.stream().reduce(RepetitionSet.none(), RepetitionSet::plus);
  }

  /** "There are 34 repetitions: 12, 12 and 10 in three sets." */
  static String text(List<RepetitionSet> sets) {
    int count = sets.stream().mapToInt(RepetitionSet::count).sum();
    String sentence = count == 1 ? "There is 1 repetition" : "There are " + count + " repetitions";
    if (sets.size() < 2) {
      return sentence + ".";
    }
    String number = sets.size() <= 10 ? WORDS.get(sets.size() - 2) : String.valueOf(sets.size());
    if (sets.size() > LISTED) {
      return sentence + " in " + number + " sets.";
    }
    String counts =
        sets.subList(0, sets.size() - 1).stream()
            .map(set -> String.valueOf(set.count()))
            .collect(Collectors.joining(", "));
    return "%s: %s and %d in %s sets."
        .formatted(sentence, counts, sets.get(sets.size() - 1).count(), number);
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
