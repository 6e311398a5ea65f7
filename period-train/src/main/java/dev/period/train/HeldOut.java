package dev.period.train;

import dev.period.core.generate.CountDistribution;
import dev.period.core.model.PeriodModel;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.List;

/** Counts on samples that training never sees, by the same decoding that answers users. */
final class HeldOut implements Evaluator {
  private final String name;
  private final List<Sample> samples = new ArrayList<>();
  private final Asking asking;

  /**
   * An evaluation.
   *
   * @param name prefix of the metrics, {@code eval/<name>}
   */
  HeldOut(String name, SampleSource source, int n, Asking asking) {
    this.name = name;
    this.asking = asking;
    for (int i = 0; i < n; i++) {
      samples.add(source.sample(i));
    }
  }

  @Override
  public Evaluation evaluate(PeriodModel model) {
    HeldOutQuestions questions = new HeldOutQuestions(model, asking);
    CountErrors errors = new CountErrors();
    for (Sample sample : samples) {
      CountDistribution counts = questions.ask(sample).counts();
      if (sample.count() >= 0) {
        errors.add(CountErrors.count(counts), sample.count());
      }
    }
    return new Evaluation(errors.metrics(name), questions.shown());
  }
}
