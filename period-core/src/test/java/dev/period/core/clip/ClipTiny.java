package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** The small random CLIP of the fixtures. */
final class ClipTiny {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private ClipTiny() {}

  /** The part of config.json under a key, the whole for an empty one. */
  static <T> T config(String key, Class<T> type) throws Exception {
    JsonNode json = JSON.readTree(Fixtures.path("checkpoints/clip-tiny/config.json").toFile());
    return JSON.treeToValue(key.isEmpty() ? json : json.path(key), type);
  }

  static <T> T parse(String json, Class<T> type) throws Exception {
    return JSON.readValue(json, type);
  }

  static WeightsFolder weights() throws Exception {
    return WeightsFolder.open(Fixtures.path("checkpoints/clip-tiny"));
  }

  static ParameterSource source(WeightsFolder weights) {
    return (name, init, shape) -> weights.readFloats(name);
  }

  static SafetensorsFile expected(String file) throws Exception {
    return SafetensorsFile.open(Fixtures.path("expected/" + file + ".safetensors"));
  }

  static NDArray longs(NDManager scope, SafetensorsFile file, String name) {
    LongBuffer buffer = file.read(name).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return Torch.longs(scope, values, file.info(name).shape());
  }

  static NDArray floats(NDManager scope, SafetensorsFile file, String name) {
    return Torch.floats(scope, file.readFloats(name), file.info(name).shape());
  }
}
