package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.period.core.PeriodException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How far a checkpoint's run was.
 *
 * @param step steps that were done
 * @param maxSteps length of the run then
 * @param best the best evaluation so far; null before the first
 */
record TrainerState(
    @JsonProperty("global_step") long step,
    @JsonProperty("max_steps") long maxSteps,
    @JsonProperty("best") BestMetric.@Nullable Best best) {
  static final String FILE = "trainer_state.json";

  /**
   * Reads the state of a checkpoint.
   *
   * @throws PeriodException of kind MODEL when it is missing or broken
   */
  static TrainerState of(Path checkpoint) {
    return StateFile.read(checkpoint, FILE, TrainerState.class);
  }
}
