package dev.period.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of {@code period train}.
 *
 * @param stage one of {@link Training#stages}
 * @param config YAML file; null for the stage's nano configuration
 * @param out run folder
 * @param from model folder to start from; null for a fresh model
 * @param resume continue from the newest checkpoint of {@code out}
 * @param overrides {@code key=value}, dotted keys
 * @param device {@code cpu}, {@code gpu} or {@code gpu:1}; of several processes on a machine each
 *     takes its own {@code gpu}
 * @param dryRun only say what would be trained
 * @param listener hears how it goes
 */
public record TrainRequest(
    String stage,
    @Nullable Path config,
    Path out,
    @Nullable Path from,
    boolean resume,
    List<String> overrides,
    String device,
    boolean dryRun,
    TrainListener listener) {

  /** The same without a word to the user. */
  TrainRequest silent() {
    return new TrainRequest(
        stage, config, out, from, resume, overrides, device, dryRun, TrainListener.SILENT);
  }
}
