package dev.period.cli;

import dev.period.infer.PeriodOptions;
import java.nio.file.Path;

/** Loads the model of a folder. */
@FunctionalInterface
interface AnswererFactory {
  /** Loads the model of {@code folder}. */
  Answerer load(Path folder, PeriodOptions options);
}
