package dev.period.cli;

import dev.period.core.PeriodException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which model to use: the option, then {@code PERIOD_MODEL}, then the bundled one. */
public final class ChosenModel {
  private ChosenModel() {}

  /** The folder of the model that {@code option} or the environment names. */
  public static Path choose(@Nullable Path option) {
    return choose(option, System.getenv("PERIOD_MODEL"), System.getProperty("period.home"));
  }

  static Path choose(@Nullable Path option, @Nullable String environment, @Nullable String home) {
    if (option != null) {
      return option;
    }
    if (environment != null && !environment.isBlank()) {
      return Path.of(environment);
    }
    Path bundled = Path.of(home == null ? "." : home, "models", "nano");
    if (!Files.isDirectory(bundled)) {
      throw new PeriodException(
          PeriodException.Kind.MODEL,
          "no model at " + bundled + "; name a model folder with --model or PERIOD_MODEL");
    }
    return bundled;
  }
}
