package dev.period.train;

import dev.period.data.SampleSource;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.Agreement;

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
  public Lesson<?> lesson(Setup setup) {
    return Agreement.all(
        setup.processes(), () -> AnswerLesson.of(setup, TextStage::samples, evaluator(setup)));
  }

  private static SampleSource samples(TrainConfig config) {
    return TextRepetition.train(config.seed());
  }

  /** Judged on words that training never shows. */
  private static Evaluator evaluator(Setup setup) {
    return new HeldOut(
        "text", TextRepetition.heldOut(), setup.config().evalSamples(), setup.asking());
  }
}
