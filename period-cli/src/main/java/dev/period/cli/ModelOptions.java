package dev.period.cli;

import dev.period.infer.PeriodOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, where and how: the options of the commands that have a default model. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "Model folder; default: PERIOD_MODEL, then the bundled nano.")
  private @Nullable Path model;

  @Mixin private EngineOptions engine;

  /** The folder of the chosen model. */
  public Path folder() {
    return ChosenModel.choose(model);
  }

  /** Where and how it computes. */
  public PeriodOptions engine() {
    return engine.get();
  }
}
