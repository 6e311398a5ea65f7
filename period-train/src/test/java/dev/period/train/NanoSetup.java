package dev.period.train;

import ai.djl.Device;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.nn.ParameterSource;
import dev.period.core.text.Tokenizer;
import dev.period.train.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;

/** The parts of the macro recipe at nano's size, for tests that put them together themselves. */
final class NanoSetup implements AutoCloseable {
  static final Path TOKENIZER = Recipes.HOME.resolve("models/nano");

  final TrainConfig config =
      ConfigLoader.load(
          Recipes.HOME.resolve("configs/nano/macro.yaml"), List.of(), TrainConfig.class);
  final Tokenizer tokenizer = ModelFolder.tokenizer(TOKENIZER);
  final PromptBuilder prompts =
      new PromptBuilder(
          config.model(),
          tokenizer,
          new ImageProcessor(
              config.model().visionConfig().imageSize(),
              ImageProcessor.CLIP_MEAN,
              ImageProcessor.CLIP_DEVIATION));
  final Collator collator =
      new Collator(
          config.model(),
          prompts,
          new CountTargets(tokenizer, config.model().maxCount(), 0.35, 0.03));

  NanoSetup() {
    Torch.setThreads(1);
  }

  /** A collator whose rows several samples share. */
  Collator packing(int width) {
    return new Collator(
        config.model(),
        prompts,
        new CountTargets(tokenizer, config.model().maxCount(), 0.35, 0.03),
        width);
  }

  /** A fresh model, the same each time. */
  PeriodModel model() {
    return new PeriodModel(
        config.model(), ParameterSource.fresh(config.seed()), Device.cpu(), Dtype.FP32);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
