package dev.period.train;

import dev.period.core.generate.NumberAwareDecoding;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.data.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a model about held-out samples by the decoding that answers users, and keeps the first few
 * answers for a person to read.
 */
final class HeldOutQuestions {
  /** A model that has just begun to learn does not know when to stop. */
  private static final int MAX_NEW_TOKENS = 64;

  private static final int SHOWN = 5;

  private final PeriodModel model;
  private final PromptBuilder prompts;
  private final NumberAwareDecoding decoding;
  private final List<Evaluation.Answer> shown = new ArrayList<>();

  HeldOutQuestions(PeriodModel model, Asking asking) {
    this.model = model;
    this.prompts = asking.prompts();
    this.decoding =
        new NumberAwareDecoding(
            model, asking.tokenizer(), asking.generation().withMaxNewTokens(MAX_NEW_TOKENS));
  }

  NumberAwareDecoding.Generated ask(Sample sample) {
    NumberAwareDecoding.Generated answer =
        decoding.generate(List.of(SamplePrompts.of(prompts, model.config(), sample, null)));
    if (shown.size() < SHOWN) {
      shown.add(
          new Evaluation.Answer(sample.id(), sample.question(), sample.answer(), answer.answer()));
    }
    return answer;
  }

  /** The answers that are kept, in the order of the questions. */
  List<Evaluation.Answer> shown() {
    return List.copyOf(shown);
  }
}
