package dev.period.cli.data;

import ai.djl.Device;
import dev.period.core.PeriodException;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.FrozenTower;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.nn.WeightFormat;
import dev.period.data.video.VideoView;
import dev.period.data.work.Items;
import dev.period.data.work.Work;
import dev.period.infer.PeriodOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Looking at what QA files show, as training and evaluation with a model would, and keeping it.
 *
 * @param files of records
 * @param model folder
 * @param engine with a cache
 */
record FeatureWork(List<String> files, String model, PeriodOptions engine) implements Work<Kept> {
  FeatureWork {
    files = List.copyOf(files);
  }

  /** What is looked at, by its number. */
  List<Shown> shown() {
    return Shown.in(files.stream().map(Path::of).toList());
  }

  /**
   * The model's configuration.
   *
   * @throws PeriodException of kind MODEL when it does not see, or is broken
   */
  PeriodConfig config() {
    PeriodConfig config = ModelFolder.config(Path.of(model));
    if (config.visionConfig() == null) {
      throw new PeriodException(
          PeriodException.Kind.MODEL,
          "the model in "
              + model
              + " only reads text (its config.json has no vision_config); name one that sees with"
              + " --model");
    }
    return config;
  }

  @Override
  public Items<Kept> open() {
    PeriodConfig config = config();
    FeatureCache cache = Objects.requireNonNull(engine.cache());
    List<Shown> shown = shown();
    ImageProcessor images = ModelFolder.imageProcessor(Path.of(model), config);
    Torch.setThreads(engine.threads());
    Device device = Torch.device(engine.device());
    Dtype dtype = Dtype.parse(engine.dtype());
    FrozenTower tower =
        FrozenTower.open(
            Path.of(model), cache, device, dtype, WeightFormat.inference(dtype, device));
    return new FeatureItems(
        shown, VideoView.of(config), cache, tower, images, config.periodicityConfig().enabled());
  }
}
