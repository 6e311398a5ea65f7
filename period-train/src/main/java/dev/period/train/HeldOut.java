package dev.period.train;

import dev.period.core.generate.GenerationConfig;
import dev.period.core.generate.NumberAwareDecoding;
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
  /** A model that has just begun to learn does not know when to stop. */
  private static final int MAX_NEW_TOKENS = 64;

  /** Answers that are kept for a person to read. */
  private static final int SHOWN = 5;

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
    NumberAwareDecoding decoding =
        new NumberAwareDecoding(
            model, tokenizer, GenerationConfig.DEFAULT.withMaxNewTokens(MAX_NEW_TOKENS));
    double absolute = 0;
    int counted = 0;
    int within = 0;
    int exact = 0;
    List<Evaluation.Answer> shown = new ArrayList<>();
    for (Sample sample : samples) {
      NumberAwareDecoding.Generated answer =
          decoding.generate(List.of(SamplePrompts.of(prompts, model.config(), sample, null)));
      if (shown.size() < SHOWN) {
        shown.add(
            new Evaluation.Answer(
                sample.id(), sample.question(), sample.answer(), answer.answer()));
      }
      if (sample.count() < 0) {
        continue;
      }
      int count = answer.counts() == null ? 0 : answer.counts().median();
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
    return new Evaluation(metrics, shown);
  }
}
