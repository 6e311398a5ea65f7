package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.WeightFormat;
import dev.period.core.text.HuggingFaceTokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A model on disk in Hugging Face's layout: {@code config.json}, {@code model.safetensors}, {@code
 * tokenizer.json}, {@code preprocessor_config.json}, {@code generation_config.json}.
 */
public final class ModelFolder {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Files beside the weights that a copy of the model needs. */
  private static final List<String> TOKENIZER_FILES =
      List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");

  private ModelFolder() {}

  /** Reads {@code config.json}. */
  public static PeriodConfig config(Path folder) {
    Path file = folder.resolve("config.json");
    JsonNode json = read(folder, "config.json", JsonNode.class);
    // before anything else: a foreign or a newer model lacks keys or has others
    String type = json.path("model_type").asText();
    if (!type.equals("period")) {
      throw new PeriodException(
          Kind.MODEL, file + " has model_type '" + type + "'; this version runs 'period' models");
    }
    int version = json.path("format_version").asInt();
    if (version > PeriodConfig.FORMAT_VERSION) {
      throw new PeriodException(
          Kind.MODEL,
          file
              + " has format_version "
              + version
              + "; this version of Period reads up to "
              + PeriodConfig.FORMAT_VERSION
              + ": update Period");
    }
    try {
      return JSON.treeToValue(json, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      throw invalid(file, e);
    }
  }

  /** Opens {@code tokenizer.json}. */
  public static HuggingFaceTokenizerFile tokenizer(Path folder) {
    return HuggingFaceTokenizerFile.open(require(folder, "tokenizer.json"));
  }

  /** Reads {@code preprocessor_config.json}. */
  public static ImageProcessor imageProcessor(Path folder, PeriodConfig config) {
    if (config.visionConfig() == null) {
      throw new PeriodException(Kind.MODEL, folder + " holds a model that sees no images");
    }
    JsonNode json = read(folder, "preprocessor_config.json", JsonNode.class);
    return new ImageProcessor(
        config.visionConfig().imageSize(),
        channels(json.path("image_mean"), ImageProcessor.CLIP_MEAN),
        channels(json.path("image_std"), ImageProcessor.CLIP_DEVIATION));
  }

  /**
   * Loads a model to be trained; see {@link #model(Path, Device, Dtype, WeightFormat)}.
   *
   * @param dtype of matrix products; the weights themselves stay in single precision
   */
  public static PeriodModel model(Path folder, Device device, Dtype dtype) {
    return model(folder, device, dtype, WeightFormat.TRAINING);
  }

  /** Loads the weights; a missing, extra or misshapen tensor is an error that names it. */
  public static PeriodModel model(Path folder, Device device, Dtype dtype, WeightFormat format) {
    PeriodConfig config = config(folder);
    try (WeightsFolder weights = WeightsFolder.open(folder)) {
      PeriodModel model = new PeriodModel(config, stored(folder, weights), device, dtype, format);
      TreeSet<String> extra = new TreeSet<>(weights.names());
      extra.removeAll(model.parameters().all().keySet());
      if (!extra.isEmpty()) {
        model.close();
        throw new PeriodException(
            Kind.MODEL,
            folder
                + " has "
                + extra.size()
                + " tensors that its config.json does not ask for, the first is "
                + extra.first());
      }
      return model;
    }
  }

  /** Parameters that come from a checkpoint's tensors. */
  public static ParameterSource stored(Path folder, WeightsFolder weights) {
    return new CheckpointSource(weights, folder.toString(), name -> name);
  }

  /**
   * Writes a model into an existing folder.
   *
   * @param tokenizerFolder where the tokenizer's files are copied from
   */
  public static void save(
      Path folder, PeriodConfig config, Map<String, NDArray> parameters, Path tokenizerFolder) {
    try {
      JSON.writeValue(folder.resolve("config.json").toFile(), config);
      SafetensorsWriter.write(
          folder.resolve("model.safetensors"), tensors(parameters), Map.of("format", "pt"));
      if (config.visionConfig() != null) {
        Map<String, Object> processor = new LinkedHashMap<>();
        processor.put("image_processor_type", "CLIPImageProcessor");
        processor.put("size", Map.of("shortest_edge", config.visionConfig().imageSize()));
        processor.put("image_mean", ImageProcessor.CLIP_MEAN);
        processor.put("image_std", ImageProcessor.CLIP_DEVIATION);
        JSON.writeValue(folder.resolve("preprocessor_config.json").toFile(), processor);
      }
      Map<String, Object> generation = new LinkedHashMap<>();
      generation.put("bos_token_id", 1);
      generation.put("eos_token_id", 2);
      generation.put("pad_token_id", 0);
      generation.put("do_sample", false);
      JSON.writeValue(folder.resolve("generation_config.json").toFile(), generation);
      for (String name : TOKENIZER_FILES) {
        if (Files.exists(tokenizerFolder.resolve(name))) {
          Files.write(folder.resolve(name), Files.readAllBytes(tokenizerFolder.resolve(name)));
        }
      }
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL, "cannot write the model to " + folder + " (" + e.getMessage() + ")", e);
    }
  }

  /** Tensors in the form that the writer takes, widened to 32 bit. */
  public static Map<String, TensorData> tensors(Map<String, NDArray> arrays) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) ->
            tensors.put(
                name, TensorData.of(RawTensors.toFloats(array), array.getShape().getShape())));
    return tensors;
  }

  private static <T> T read(Path folder, String name, Class<T> type) {
    Path file = require(folder, name);
    try {
      return JSON.readValue(Files.readAllBytes(file), type);
    } catch (JsonProcessingException e) {
      throw invalid(file, e);
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static PeriodException invalid(Path file, JsonProcessingException e) {
    if (e.getCause() instanceof PeriodException problem) {
      // the record itself refused its values; it knows best why
      return new PeriodException(Kind.MODEL, file + ": " + problem.getMessage(), e);
    }
    String where = "";
    if (e instanceof JsonMappingException mapping) {
      where =
          mapping.getPath().stream()
              .map(key -> key.getFieldName() + ": ")
              .collect(Collectors.joining());
    }
    return new PeriodException(
        Kind.MODEL, file + " is not a valid configuration: " + where + e.getOriginalMessage(), e);
  }

  private static Path require(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      throw new PeriodException(
          Kind.MODEL, "there is no model folder " + folder + "; check --model or PERIOD_MODEL");
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new PeriodException(
          Kind.MODEL, "the model folder " + folder + " is incomplete: it has no " + name);
    }
    return file;
  }

  private static float[] channels(JsonNode node, float[] standard) {
    if (node.size() != 3) {
      return standard;
    }
    return new float[] {
      node.get(0).floatValue(), node.get(1).floatValue(), node.get(2).floatValue()
    };
  }
}
