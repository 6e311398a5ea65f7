package dev.period.train;

import dev.period.core.model.PeriodModel;
import dev.period.data.SampleSource;
import dev.period.data.text.Route;
import dev.period.data.text.RoutedQuestions;
import java.util.List;
import java.util.Map;

/**
 * Whether the model knows what a question wants, see {@link RoutedQuestions}. A question for one
 * repetition is understood only if its number is.
 */
final class HeldOutRouting implements Evaluator {
  private static final int QUESTIONS = 64;

  private final List<RoutedQuestions.Asked> questions;
  private final Asking asking;

  /**
   * An evaluation.
   *
   * @param clips whose questions are replaced
   * @param most limit of the number of questions
   */
  HeldOutRouting(SampleSource clips, int most, Asking asking) {
    this.questions = RoutedQuestions.heldOut(clips, 0, Math.min(QUESTIONS, most));
    this.asking = asking;
  }

  @Override
  public Evaluation evaluate(PeriodModel model) {
    HeldOutQuestions decoded = new HeldOutQuestions(model, asking);
    int right = 0;
    for (RoutedQuestions.Asked asked : questions) {
      Route read = Route.of(decoded.ask(asked.sample()).answer());
      right += read.equals(asked.route()) ? 1 : 0;
    }
    return new Evaluation(
        Map.of("eval/routing/accuracy", (double) right / questions.size()), decoded.shown());
  }
}
