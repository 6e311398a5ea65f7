package dev.period.train;

import dev.period.core.generate.CountDistribution;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.List;

/** Counts on samples that training never sees, by the same decoding that answers users. */
final class HeldOut implements Evaluator {
  private final String name;
  private final List<Sample> samples = new ArrayList<>();
  private final Tokenizer tokenizer;
  private final PromptBuilder prompts;

  /**
   * An evaluation.
   *
   * @param name prefix of the metrics, {@code eval/<name>}
   */
  HeldOut(String name, SampleSource source, int n, Tokenizer tokenizer, PromptBuilder prompts) {
    this.name = name;
    this.tokenizer = tokenizer;
    this.prompts = prompts;
    for (int i = 0; i < n; i++) {
      samples.add(source.sample(i));
    }
  }

  @Override
  public Evaluation evaluate(PeriodModel model) {
    HeldOutQuestions questions = new HeldOutQuestions(model, tokenizer, prompts);
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
