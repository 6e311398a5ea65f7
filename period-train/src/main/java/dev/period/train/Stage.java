package dev.period.train;

import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.SampleSource;

/** A stage of the curriculum: what it shows the model, and how it is judged. */
interface Stage {
  /** As in {@code --stage} and in the name of its configuration. */
  String name();

  /** The samples to train on, by index. */
  SampleSource samples(TrainConfig config);

  /** The measurement on held-out data. */
  Evaluator evaluator(TrainConfig config, Tokenizer tokenizer, PromptBuilder prompts);
}
