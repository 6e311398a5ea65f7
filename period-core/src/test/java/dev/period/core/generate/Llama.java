package dev.period.core.generate;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.model.Media;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.ParameterSource;
import java.util.Map;

/**
 * The small random LLaMA of the fixtures as the decoder of a video LLM that nobody shows videos.
 */
record Llama(PeriodModel model) implements AutoCloseable {
  private static final String PREFIX = "language_model.";

  static Llama open() throws Exception {
    JsonNode llama =
        new JsonMapper()
            .readTree(Fixtures.path("checkpoints/llama-mha-sharded/config.json").toFile());
    PeriodConfig config =
        Media.config(Map.of("text_config", llama, "attention_mask", "causal", "temporal_gamma", 0));
    ParameterSource fresh = ParameterSource.fresh(1);
    try (WeightsFolder weights =
        WeightsFolder.open(Fixtures.path("checkpoints/llama-mha-sharded"))) {
      return new Llama(
          new PeriodModel(
              config,
              (name, init, shape) ->
                  name.startsWith(PREFIX)
                      ? weights.readFloats(name.substring(PREFIX.length()))
                      : fresh.values(name, init, shape),
              Device.cpu(),
              Dtype.FP32));
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
