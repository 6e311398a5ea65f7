package dev.period.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation finds.
 *
 * @param metrics by name, for example {@code eval/text/obo_acc}
 * @param answers a few of the answers, for a person to read
 */
record Evaluation(Map<String, Double> metrics, List<Answer> answers) {
  /**
   * One answer.
   *
   * @param id of the sample
   * @param question as asked
   * @param expected the reference answer
   * @param given the model's answer
   */
  record Answer(String id, String question, String expected, String given) {}

  /** Several evaluations as one. */
  static Evaluation joined(Evaluation... parts) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    List<Answer> answers = new ArrayList<>();
    Arrays.stream(parts)
        .forEach(
            part -> {
              metrics.putAll(part.metrics());
              answers.addAll(part.answers());
            });
    return new Evaluation(metrics, answers);
  }
}
