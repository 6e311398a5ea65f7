package dev.period.cli.doctor;

import dev.period.cli.Size;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Loads the model that {@code ask} would use. */
final class ModelCheck implements Check {
  private static final String ADVICE =
      "restore the folder (git checkout models), or name another with PERIOD_MODEL";

  private final Supplier<Path> choice;

  ModelCheck(Supplier<Path> choice) {
    this.choice = choice;
  }

  @Override
  public List<Finding> look() {
    try {
      Path folder = choice.get();
      try (Period period = Period.load(folder, PeriodOptions.defaults())) {
        period.await();
      }
      return List.of(
          Finding.fine("model", "%s loads, %s".formatted(folder, Size.of(Size.below(folder)))));
    } catch (PeriodException e) {
      return List.of(Finding.broken("model", String.valueOf(e.getMessage()), e.kind(), ADVICE));
    } catch (LinkageError e) {
      return List.of(
          Finding.broken("model", "cannot be loaded without the engine", Kind.MODEL, ADVICE));
    }
  }
}
