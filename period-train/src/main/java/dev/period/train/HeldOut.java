package dev.period.train;

import dev.period.core.generate.CountDistribution;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    double absolute = 0;
    int counted = 0;
    int within = 0;
    int exact = 0;
    for (Sample sample : samples) {
      CountDistribution counts = questions.ask(sample).counts();
      if (sample.count() < 0) {
        continue;
      }
      int count = counts == null ? 0 : counts.median();
      int error = Math.abs(count - sample.count());
      counted++;
      absolute += error;
      within += error <= 1 ? 1 : 0;
      exact += error == 0 ? 1 : 0;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (counted > 0) {
      metrics.put("eval/" + name + "/mae_abs", absolute / counted);
      metrics.put("eval/" + name + "/obo_acc", (double) within / counted);
      metrics.put("eval/" + name + "/obz_acc", (double) exact / counted);
    }
    return new Evaluation(metrics, questions.shown());
  }
}
