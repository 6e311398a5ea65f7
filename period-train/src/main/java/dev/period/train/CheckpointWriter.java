package dev.period.train;

import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.file.JsonFile;
import dev.period.core.model.FolderSettings;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.optim.Adam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds: a model folder and all that the run needs to go on from it. The same run
 * writes the same bytes.
 *
 * @param model weights and configuration
 * @param optimizer its state
 * @param config of the run
 * @param settings of the model that the run began with
 * @param tokenizer folder of the tokenizer's files
 * @param hashes of the data files
 */
record CheckpointWriter(
    PeriodModel model,
    Adam optimizer,
    TrainConfig config,
    FolderSettings settings,
    Path tokenizer,
    Map<String, String> hashes) {
  /** Writes the state after {@code step} steps into an empty folder. */
  void write(Path folder, long step, BestMetric.@Nullable Best best) throws IOException {
    ModelFolder.save(folder, model, settings, tokenizer);
    SafetensorsWriter.write(
        folder.resolve("optimizer.safetensors"), ModelFolder.tensors(optimizer.state()), Map.of());
    write(folder, TrainerState.FILE, new TrainerState(step, config.maxSteps(), best));
    write(folder, "scheduler.json", ordered("schedule", config.schedule(), "last_step", step));
    write(folder, DataState.FILE, new DataState(step * config.batchSize(), config.seed(), hashes));
    // every random choice is a function of the seed and the sample's index
    write(folder, "rng_state.json", ordered("seed", config.seed()));
  }

  private static void write(Path folder, String name, Object value) throws IOException {
    JsonFile.write(folder.resolve(name), value);
  }

  private static Map<String, Object> ordered(String a, Object first, String b, Object second) {
    Map<String, Object> map = ordered(a, first);
    map.put(b, second);
    return map;
  }

  private static Map<String, Object> ordered(String name, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, value);
    return map;
  }
}
