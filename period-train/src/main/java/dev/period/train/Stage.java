package dev.period.train;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A stage of training: what it shows the model, and how it is judged. */
interface Stage {
  /** As in {@code --stage} and in the name of its configuration. */
  String name();

  /**
   * Refuses what the stage cannot do, before anything is opened; a dry run asks, too.
   *
   * @param weights model folder or checkpoint to begin with; null for a fresh model
   * @throws dev.period.core.PeriodException of kind USAGE
   */
  default void check(TrainConfig config, @Nullable Path weights) {}

  /** Opens its data; called by all processes at the same time. */
  Lesson<?> lesson(Setup setup);
}
