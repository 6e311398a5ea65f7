package dev.period.core.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the weights of a Hugging Face model folder: {@code model.safetensors}, or shards with an
 * index when they are larger than a limit. The counterpart of {@link WeightsFolder}.
 */
public final class WeightsWriter {
  /** What Hugging Face's transformers splits at. */
  public static final long SHARD_BYTES = 5_000_000_000L;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private WeightsWriter() {}

  /**
   * Writes tensors into an existing folder, one after the other.
   *
   * @param tensors in the order in which they are to lie on disk
   * @param shardBytes size above which they are split; a larger tensor gets a file of its own
   * @return the number of weight files
   * @throws PeriodException of kind MODEL when a file cannot be written or a tensor not be read
   */
  public static int write(
      Path folder, Map<String, ? extends TensorStream> tensors, long shardBytes) {
    List<Map<String, TensorStream>> shards = split(tensors, shardBytes);
    if (shards.size() == 1) {
      SafetensorsWriter.write(folder.resolve("model.safetensors"), shards.get(0), METADATA);
      return 1;
    }
    ObjectNode index = JSON.createObjectNode();
    long total = 0;
    for (TensorStream tensor : tensors.values()) {
      total += tensor.dtype().bytes(tensor.shape());
    }
    index.putObject("metadata").put("total_size", total);
    ObjectNode shardOf = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String name =
          String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
      SafetensorsWriter.write(folder.resolve(name), shards.get(i), METADATA);
      shards.get(i).keySet().forEach(tensor -> shardOf.put(tensor, name));
    }
    Path file = folder.resolve("model.safetensors.index.json");
    try {
      JsonFile.write(file, index);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL, "Cannot write the weights to " + file + ": " + e + ".", e);
    }
    return shards.size();
  }

  private static List<Map<String, TensorStream>> split(
      Map<String, ? extends TensorStream> tensors, long shardBytes) {
    List<Map<String, TensorStream>> shards = new ArrayList<>();
    Map<String, TensorStream> shard = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, ? extends TensorStream> entry : tensors.entrySet()) {
      long size = entry.getValue().dtype().bytes(entry.getValue().shape());
      if (!shard.isEmpty() && bytes + size > shardBytes) {
        shards.add(shard);
        shard = new LinkedHashMap<>();
        bytes = 0;
      }
      shard.put(entry.getKey(), entry.getValue());
      bytes += size;
    }
    shards.add(shard);
    return shards;
  }
}
