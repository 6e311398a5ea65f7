package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.infer.Answer;
import dev.period.infer.AskOptions;
import dev.period.infer.Period;
import java.nio.file.Path;

/** Asks a model about each item's video, exactly as a user would. */
public final class ModelCounter implements Counter {
  private final Period period;

  /** A counter that leaves {@code period} open. */
  public ModelCounter(Period period) {
    this.period = period;
  }

  @Override
  public Prediction predict(EvalItem item) {
    Path video = item.video();
    if (video == null) {
      throw new PeriodException(Kind.USAGE, "item " + item.id() + " has no video to ask about");
    }
    AskOptions options = new AskOptions(item.startSeconds(), item.endSeconds(), 0, 0, null, null);
    Answer answer = period.ask(video, item.question(), options);
    return new Prediction(
        answer.answer(),
        answer.count(),
        answer.countLow(),
        answer.countHigh(),
        answer.confident(),
        null);
  }
}
