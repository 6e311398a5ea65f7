package dev.period.infer.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What Period-LLM's {@code eval.py} prints as CIDEr. It hands two strings to a function that takes
 * lists of sentences (language_evaluation's {@code CocoEvaluator}), so that every pair of
 * characters at the same place becomes a sentence of one word beside its only reference, up to the
 * end of the shorter string. Truth and prediction are swapped. A pair of equal letters scores 2.5,
 * so an item scores 2.5 at most.
 */
final class PeriodLlmCider {
  /** What an empty prediction is replaced with. */
  private static final String NOTHING = "None.";

  private PeriodLlmCider() {}

  /** The score of one item; 0 where there is no pair of characters. */
  static double score(String truth, String predicted) {
    int[] first = truth.codePoints().toArray();
    int[] second = (predicted.isEmpty() ? NOTHING : predicted).codePoints().toArray();
    List<Caption> pairs = new ArrayList<>();
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      pairs.add(Caption.of(Character.toString(first[i]), List.of(Character.toString(second[i]))));
    }
    double[] scores = Cider.scores(pairs);
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i] / scores.length).sum();
  }
}
