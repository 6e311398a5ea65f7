package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
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

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the state of a checkpoint.
   *
   * @throws PeriodException of kind MODEL when it is missing or broken
   */
  static TrainerState of(Path checkpoint) {
    try {
      return JSON.readValue(checkpoint.resolve(FILE).toFile(), TrainerState.class);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL,
          checkpoint
              + " cannot be resumed: its "
              + FILE
              + " is missing or broken; remove the folder"
              + " to go on from the checkpoint before",
          e);
    }
  }
}
