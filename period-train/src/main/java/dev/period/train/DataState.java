package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a checkpoint's run was in its data.
 *
 * @param nextSample index of the sample that comes next
 * @param seed of the order
 * @param hashes SHA-256 of each file that is learnt from, by its name
 */
record DataState(
    @JsonProperty("next_sample") long nextSample,
    @JsonProperty("seed") long seed,
    @JsonProperty("files") Map<String, String> hashes) {
  static final String FILE = "data_state.json";

  DataState(
      @JsonProperty("next_sample") long nextSample,
      @JsonProperty("seed") long seed,
      @JsonProperty("files") @Nullable Map<String, String> hashes) {
    this.nextSample = nextSample;
    this.seed = seed;
    // Map.copyOf has another order in each process, and the same run is to write the same bytes
    this.hashes = hashes == null ? Map.of() : new TreeMap<>(hashes);
  }

  /**
   * Reads the state of a checkpoint.
   *
   * @throws PeriodException of kind MODEL when it is missing or broken
   */
  static DataState of(Path checkpoint) {
    return StateFile.read(checkpoint, FILE, DataState.class);
  }
}
