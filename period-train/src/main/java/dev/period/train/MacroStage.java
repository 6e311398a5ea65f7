package dev.period.train;

import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.SampleSource;
import dev.period.data.synthetic.MacroMix;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.Agreement;
import java.util.List;

/**
 * Stage 2 of the curriculum: how often is a movement repeated in a video? Synthetic clips only,
 * with a share of text questions so that the first stage is not forgotten.
 */
final class MacroStage implements Stage {
  @Override
  public String name() {
    return "macro";
  }

  @Override
  public Lesson<?> lesson(Setup setup) {
    return Agreement.all(
        setup.processes(), () -> AnswerLesson.of(setup, MacroStage::samples, evaluator(setup)));
  }

  private static SampleSource samples(TrainConfig config) {
    SampleSource text = TextRepetition.train(config.seed());
    return BatchMix.of(
        config.batchSize(),
        clips(config),
        List.of(new BatchMix.Part(text, config.data().textShare())));
  }

  /** The clips alone. */
  static SampleSource clips(TrainConfig config) {
    TrainConfig.Data data = config.data();
    return new MacroSource(
        config.seed(),
        data.renderedPool(),
        data.simulatedPool(),
        config.model().visualFrames(),
        new MacroMix(data.renderedShare(), data.simulatedShare(), data.idleShare()));
  }

  /** Judged on rendered clips of other seeds, as they are, and on unseen words. */
  static Evaluator evaluator(Setup setup) {
    TrainConfig config = setup.config();
    Tokenizer tokenizer = setup.tokenizer();
    PromptBuilder prompts = setup.prompts();
    int n = config.evalSamples();
    HeldOut macro =
        new HeldOut(
            "macro",
            MacroSource.heldOut(config.seed(), config.model().visualFrames()),
            n,
            tokenizer,
            prompts);
    HeldOut text = new HeldOut("text", TextRepetition.heldOut(), n, tokenizer, prompts);
    return model -> Evaluation.joined(macro.evaluate(model), text.evaluate(model));
  }
}
