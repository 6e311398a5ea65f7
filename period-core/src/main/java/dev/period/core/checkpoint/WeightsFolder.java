package dev.period.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a Hugging Face model folder: {@code model.safetensors}, or the shards that {@code
 * model.safetensors.index.json} lists.
 *
 * <p>Every shard is opened and checked at once. Nothing is ignored: a tensor that a shard holds but
 * the index does not list has its name in {@link #names()} too. The index's {@code total_size} is
 * not used; it is wrong in many published models. Safe for use by several threads.
 */
public final class WeightsFolder implements AutoCloseable {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final long MAX_INDEX = 100_000_000;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path folder;
  private final List<SafetensorsFile> files = new ArrayList<>();
  private final TreeMap<String, SafetensorsFile> fileOf = new TreeMap<>();

  private WeightsFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a model folder.
   *
   * @throws PeriodException of kind MODEL when the folder or a shard is missing or broken, when the
   *     index lists a tensor that its shard lacks or a shard outside the folder, and when there is
   *     both a single file and an index
   */
  public static WeightsFolder open(Path folder) {
    WeightsFolder weights = new WeightsFolder(folder);
    boolean done = false;
    try {
      weights.openFiles();
      done = true;
      return weights;
    } finally {
      if (!done) {
        weights.close();
      }
    }
  }

  /**
   * Opens one file of a folder that holds more than a model's own weights.
   *
   * @throws PeriodException of kind MODEL when it is missing or broken
   */
  public static WeightsFolder open(Path folder, String name) {
    WeightsFolder weights = new WeightsFolder(folder);
    weights.add(SafetensorsFile.open(folder.resolve(name)));
    return weights;
  }

  private void openFiles() {
    if (!Files.isDirectory(folder)) {
      throw broken("there is no such folder", null);
    }
    boolean single = Files.exists(folder.resolve(SINGLE));
    boolean index = Files.exists(folder.resolve(INDEX));
    if (single && index) {
      throw broken("it has both " + SINGLE + " and " + INDEX + "; remove one", null);
    }
    if (single) {
      add(SafetensorsFile.open(folder.resolve(SINGLE)));
    } else if (index) {
      openShards(readIndex());
    } else {
      throw broken(
          "it has neither "
              + SINGLE
              + " nor "
              + INDEX
              + "; weights in other formats (.bin, .pth) have to be converted to safetensors",
          null);
    }
  }

  private void openShards(Map<String, String> shardOf) {
    Map<String, SafetensorsFile> shards = new TreeMap<>();
    for (Map.Entry<String, String> entry : shardOf.entrySet()) {
      SafetensorsFile shard = shards.get(entry.getValue());
      if (shard == null) {
        shard = SafetensorsFile.open(shardPath(entry.getValue()));
        shards.put(entry.getValue(), shard);
        add(shard);
      }
      if (!shard.tensors().containsKey(entry.getKey())) {
        throw broken(
            INDEX
                + " places tensor "
                + SafetensorsHeader.quoted(entry.getKey())
                + " in "
                + entry.getValue()
                + ", which lacks it",
            null);
      }
    }
  }

  private void add(SafetensorsFile file) {
    files.add(file);
    for (String name : file.tensors().keySet()) {
      SafetensorsFile other = fileOf.put(name, file);
      if (other != null) {
        throw broken(
            "tensor "
                + SafetensorsHeader.quoted(name)
                + " is in two files, "
                + other.path().getFileName()
                + " and "
                + file.path().getFileName(),
            null);
      }
    }
  }

  private Path shardPath(String name) {
    // the separators of every system are refused on every system, so that a folder is as safe
    // anywhere
    if (name.isBlank() || name.matches(".*[/\\\\:\\p{Cntrl}].*") || name.equals("..")) {
      throw broken(
          INDEX + " names a shard outside the folder, " + SafetensorsHeader.quoted(name), null);
    }
    return folder.resolve(name);
  }

  private Map<String, String> readIndex() {
    Path path = folder.resolve(INDEX);
    Map<String, String> shardOf = new TreeMap<>();
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > MAX_INDEX) {
        throw broken(INDEX + " is not a file of a sane size", null);
      }
      JsonNode map = JSON.readTree(Files.readAllBytes(path)).path("weight_map");
      if (!map.isObject() || map.isEmpty()) {
        throw broken(INDEX + " has no weight_map", null);
      }
      for (Map.Entry<String, JsonNode> entry : map.properties()) {
        if (!entry.getValue().isTextual()) {
          throw broken(
              INDEX + " gives no file name for " + SafetensorsHeader.quoted(entry.getKey()), null);
        }
        shardOf.put(entry.getKey(), entry.getValue().textValue());
      }
    } catch (JsonProcessingException e) {
      throw broken(INDEX + " is not valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw broken(INDEX + " cannot be read (" + e + ")", e);
    }
    return shardOf;
  }

  /** The names of all tensors, sorted; unmodifiable. */
  public NavigableSet<String> names() {
    return Collections.unmodifiableNavigableSet(fileOf.navigableKeySet());
  }

  /** The opened files, in the order of their first tensor; unmodifiable. */
  public List<SafetensorsFile> files() {
    return Collections.unmodifiableList(files);
  }

  /**
   * The file that holds a tensor.
   *
   * @throws PeriodException of kind MODEL when there is no such tensor
   */
  public SafetensorsFile file(String name) {
    SafetensorsFile file = fileOf.get(name);
    if (file == null) {
      throw broken("tensor " + SafetensorsHeader.quoted(name) + " is missing", null);
    }
    return file;
  }

  /** See {@link SafetensorsFile#info}. */
  public TensorInfo info(String name) {
    return file(name).info(name);
  }

  /** See {@link SafetensorsFile#read(String)}. */
  public ByteBuffer read(String name) {
    return file(name).read(name);
  }

  /** See {@link SafetensorsFile#readFloats}. */
  public float[] readFloats(String name) {
    return file(name).readFloats(name);
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }

  private PeriodException broken(String what, @Nullable Throwable cause) {
    return new PeriodException(
        Kind.MODEL, "Cannot read the model folder " + folder + ": " + what + ".", cause);
  }
}
