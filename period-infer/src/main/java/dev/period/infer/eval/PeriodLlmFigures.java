package dev.period.infer.eval;

import dev.period.infer.metrics.PeriodLlmMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model and the baselines by Period-LLM's released evaluation. Its figures compare with what that
 * paper reports, and with nothing else.
 *
 * @param model of the answers in words
 * @param baselines by name; they answer bare numbers
 */
public record PeriodLlmFigures(PeriodLlmMetrics model, Map<String, PeriodLlmMetrics> baselines) {
  /** What a reader has to know. */
  public static final String NOTE =
      "Period-LLM's released evaluation with its flaws; not comparable with the metrics of this"
          + " report or of other papers, see docs/evaluation.md";

  /** Copies the map; its order is kept. */
  public PeriodLlmFigures {
    baselines = new LinkedHashMap<>(baselines);
  }

  /**
   * Judges answers. The true answer in words is the first reference of an item, or its count in
   * digits where it has none.
   *
   * @param answers of each baseline, in the order of {@code scored}
   */
  static PeriodLlmFigures of(List<Outcome.Scored> scored, Map<String, double[]> answers) {
    List<String> truth = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (Outcome.Scored outcome : scored) {
      List<String> references = outcome.item().references();
      truth.add(
          references.isEmpty() ? Integer.toString(outcome.item().truth()) : references.get(0));
      predicted.add(outcome.prediction().answer());
    }
    Map<String, PeriodLlmMetrics> baselines = new LinkedHashMap<>();
    answers.forEach(
        (name, counts) -> baselines.put(name, PeriodLlmMetrics.ofNumbers(truth, texts(counts))));
    // words can be compared with words only
    boolean worded = scored.stream().noneMatch(outcome -> outcome.item().references().isEmpty());
    PeriodLlmMetrics model =
        worded
            ? PeriodLlmMetrics.of(truth, predicted)
            : PeriodLlmMetrics.ofNumbers(truth, predicted);
    return new PeriodLlmFigures(model, baselines);
  }

  private static List<String> texts(double[] counts) {
    List<String> texts = new ArrayList<>();
    for (double count : counts) {
      texts.add(count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count));
    }
    return texts;
  }
}
