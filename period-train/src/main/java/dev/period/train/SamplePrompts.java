package dev.period.train;

import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Turn;
import dev.period.data.Sample;
import dev.period.data.qa.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples as prompts, the same for training and for evaluation. */
final class SamplePrompts {
  private SamplePrompts() {}

  /**
   * A sample as a prompt. Several images are images; a single one is a video in which nothing moves
   * for a model with a periodicity encoder, which takes all that it sees as a sequence.
   *
   * @param answer null when it is yet to be generated
   */
  static Prompt of(
      PromptBuilder prompts, PeriodConfig config, Sample sample, @Nullable String answer) {
    boolean sequence = config.periodicityConfig().enabled() && sample.visual() != null;
    if (sample.images().isEmpty()) {
      return prompts.prompt(sample.visual(), sample.gram(), sample.question(), answer);
    }
    if (sequence) {
      String question = sample.question().replace(Message.IMAGE, "").strip();
      return prompts.prompt(sample.visual(), sample.gram(), question, answer);
    }
    return prompts.dialogue(
        List.of(Turn.marked(sample.question(), answer)),
        sample.images().stream().map(prompts::image).toList());
  }
}
