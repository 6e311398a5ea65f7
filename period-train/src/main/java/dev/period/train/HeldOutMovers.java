package dev.period.train;

import dev.period.core.model.PeriodModel;
import dev.period.data.synthetic.movers.MoversSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts one of two movers in clips that training never sees. {@code other_acc} is the share of
 * answers that are the count of the other one, right in all but whom was asked about: a model that
 * counts both but does not listen has it as often as {@code obz_acc}.
 */
final class HeldOutMovers implements Evaluator {
  private static final String NAME = "movers";

  private final List<MoversSource.Held> questions = new ArrayList<>();
  private final Asking asking;

  HeldOutMovers(long seed, int frames, int n, Asking asking) {
    this.asking = asking;
    for (int i = 0; i < n; i++) {
      questions.add(MoversSource.heldOut(seed, frames, i));
    }
  }

  @Override
  public Evaluation evaluate(PeriodModel model) {
    HeldOutQuestions asked = new HeldOutQuestions(model, asking);
    CountErrors errors = new CountErrors();
    int other = 0;
    for (MoversSource.Held question : questions) {
      int count = CountErrors.count(asked.ask(question.sample()).counts());
      errors.add(count, question.sample().count());
      other += count == question.otherCount() ? 1 : 0;
    }
    Map<String, Double> metrics = new LinkedHashMap<>(errors.metrics(NAME));
    metrics.put("eval/" + NAME + "/other_acc", (double) other / questions.size());
    return new Evaluation(metrics, asked.shown());
  }
}
