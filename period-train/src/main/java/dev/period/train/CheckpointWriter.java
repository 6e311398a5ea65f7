package dev.period.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.optim.AdamW;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint holds: a model folder and all that the run needs to go on from it. The same run
 * writes the same bytes.
 *
 * @param model weights and configuration
 * @param optimizer its state
 * @param config of the run
 * @param tokenizer folder of the tokenizer's files
 */
record CheckpointWriter(PeriodModel model, AdamW optimizer, TrainConfig config, Path tokenizer) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes the state after {@code step} steps into an empty folder. */
  void write(Path folder, long step) throws IOException {
    ModelFolder.save(folder, model.config(), model.parameters().all(), tokenizer);
    SafetensorsWriter.write(
        folder.resolve("optimizer.safetensors"), ModelFolder.tensors(optimizer.state()), Map.of());
    json(folder, "trainer_state.json", "global_step", step, "max_steps", config.maxSteps());
    json(folder, "scheduler.json", "schedule", config.schedule(), "last_step", step);
    json(
        folder, "data_state.json", "next_sample", step * config.batchSize(), "seed", config.seed());
    // every random choice is a function of the seed and the sample's index
    json(folder, "rng_state.json", "seed", config.seed());
  }

  private static void json(Path folder, String name, Object... pairs) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    JSON.writeValue(folder.resolve(name).toFile(), map);
  }
}
