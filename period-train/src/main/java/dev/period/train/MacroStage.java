package dev.period.train;

import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.SampleSource;
import dev.period.data.synthetic.MacroMix;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.text.TextRepetition;

/**
 * Stage 2 of the curriculum: how often is a movement repeated in a video? Synthetic clips only,
 * with a share of text questions so that the first stage is not forgotten.
 */
final class MacroStage implements Stage {
  private static final int CYCLE = 100;

  @Override
  public String name() {
    return "macro";
  }

  @Override
  public SampleSource samples(TrainConfig config) {
    TrainConfig.Data data = config.data();
    SampleSource text = TextRepetition.train(config.seed());
    SampleSource video =
        new MacroSource(
            config.seed(),
            data.renderedPool(),
            data.simulatedPool(),
            config.model().visualFrames(),
            new MacroMix(data.renderedShare(), data.simulatedShare(), data.idleShare()));
    // A batch is all text or all video, so that short sequences are not padded to the long ones.
    // 37 and 100 have no common factor: text batches spread evenly over any stretch of batches.
    long texts = Math.round(data.textShare() * CYCLE);
    return index ->
        index / config.batchSize() * 37 % CYCLE < texts ? text.sample(index) : video.sample(index);
  }

  /** Judged on rendered clips of other seeds, as they are, and on unseen words. */
  @Override
  public Evaluator evaluator(TrainConfig config, Tokenizer tokenizer, PromptBuilder prompts) {
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
