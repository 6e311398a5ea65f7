package dev.period.train;

import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.SampleSource;
import dev.period.data.text.TextRepetition;

/**
 * Stage 1 of the curriculum: how many times is a word repeated in a string? (Period-LLM's text
 * stage.) The easiest form of repetition, and one whose labels cost nothing.
 */
final class TextStage implements Stage {
  @Override
  public String name() {
    return "text";
  }

  @Override
  public SampleSource samples(TrainConfig config) {
    return TextRepetition.train(config.seed());
  }

  /** Judged on words that training never shows. */
  @Override
  public Evaluator evaluator(TrainConfig config, Tokenizer tokenizer, PromptBuilder prompts) {
    return new HeldOut("text", TextRepetition.heldOut(), config.evalSamples(), tokenizer, prompts);
  }
}
