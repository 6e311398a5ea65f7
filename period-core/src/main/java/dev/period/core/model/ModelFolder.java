package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.checkpoint.TensorStream;
import dev.period.core.checkpoint.WeightsWriter;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ImagePreprocessor;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.file.JsonFile;
import dev.period.core.nn.Lora;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.WeightFormat;
import dev.period.core.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk: {@code config.json}, {@code model.safetensors} or shards, {@code tokenizer.json}
 * or {@code tokenizer.model}, {@code preprocessor_config.json}, {@code generation_config.json}.
 * Folders of any {@link Layout} are read; Period's own is written.
 */
public final class ModelFolder {
  /** Files beside the weights that a copy of the model needs. */
  private static final List<String> TOKENIZER_FILES =
      List.of(
          "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json");

  private static final List<String> CLIP_TOKENIZER_FILES =
      List.of("vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json");

  /** A model has two tokenizers when a prompt guides its pooling. */
  private static final String CLIP_TOKENIZER = "clip_tokenizer";

  private ModelFolder() {}

  /**
   * Reads {@code config.json}, of any layout.
   *
   * @throws PeriodException of kind MODEL when it is missing, broken, or no model that answers
   */
  public static PeriodConfig config(Path folder) {
    return ModelSource.of(folder).config();
  }

  /**
   * The folder with a model's own files, which is another one when {@code folder} holds nothing but
   * adapters.
   *
   * @throws PeriodException of kind MODEL when that one is not there
   */
  public static Path home(Path folder) {
    return ModelSource.home(folder);
  }

  /** Opens the tokenizer; see {@link Tokenizer#open}. */
  public static Tokenizer tokenizer(Path folder) {
    ModelSource.requireFolder(folder);
    return Tokenizer.open(Tokenizer.isIn(folder) ? folder : home(folder));
  }

  /**
   * Opens CLIP's tokenizer, in the folder {@code clip_tokenizer} of the model's; null for a model
   * whose pooling no prompt guides.
   */
  public static @Nullable Tokenizer clipTokenizer(Path folder, PeriodConfig config) {
    return config.clipTextConfig() == null ? null : tokenizer(home(folder).resolve(CLIP_TOKENIZER));
  }

  /** How frames of the model's size become pixels; reads {@code preprocessor_config.json}. */
  public static ImageProcessor imageProcessor(Path folder, PeriodConfig config) {
    ModelSource.require(home(folder), FolderSettings.PREPROCESSOR);
    return imagePreprocessor(folder, config).processor();
  }

  /**
   * What a model sees with.
   *
   * @throws PeriodException of kind MODEL when it sees no images
   */
  public static ClipVisionConfig tower(Path folder, PeriodConfig config) {
    ClipVisionConfig tower = config.visionConfig();
    if (tower == null) {
      throw new PeriodException(Kind.MODEL, folder + " holds a model that sees no images");
    }
    return tower;
  }

  /**
   * How images of any size become pixels: as {@code preprocessor_config.json} says, that of the
   * tower's folder if the model's has none, CLIP's own way if neither has.
   *
   * @throws PeriodException of kind MODEL when the model sees no images or the file is broken
   */
  public static ImagePreprocessor imagePreprocessor(Path folder, PeriodConfig config) {
    ClipVisionConfig tower = tower(folder, config);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return ImagePreprocessor.of(
        FolderSettings.preprocessor(ModelSource.of(folder), none), tower.imageSize());
  }

  /**
   * Loads a model to be trained; see {@link #model(Path, Device, Dtype, WeightFormat)}.
   *
   * @param dtype of matrix products; the weights themselves stay in single precision
   */
  public static PeriodModel model(Path folder, Device device, Dtype dtype) {
    return model(folder, device, dtype, WeightFormat.TRAINING);
  }

  /**
   * Loads the weights of a folder of any layout.
   *
   * @throws PeriodException of kind MODEL when a tensor is missing, too much, misshapen or not
   *     finite; the message names it
   */
  public static PeriodModel model(Path folder, Device device, Dtype dtype, WeightFormat format) {
    ModelSource source = ModelSource.of(folder);
    PeriodConfig config = source.config();
    try (ModelTensors tensors = source.tensors();
        AdapterFolder adapters = source.adapters()) {
      // before the first byte is read: loading 14 GB only to find a tensor missing helps nobody
      tensors.check(source, name -> false);
      ParameterSource own = tensors.parameters(config);
      return adapters == null
          ? new PeriodModel(config, own, device, dtype, format)
          : new PeriodModel(config, adapters.over(own), device, dtype, format, adapters.lora());
    }
  }

  /**
   * Writes a model into an existing folder, its adapters in files of their own beside the weights
   * that they adapt.
   *
   * @param settings of the model that it began as
   * @param tokenizerFolder where the tokenizer's files are copied from
   */
  public static void save(
      Path folder, PeriodModel model, FolderSettings settings, Path tokenizerFolder) {
    Map<String, TensorStream> weights = new LinkedHashMap<>();
    Map<String, TensorStream> adapters = new LinkedHashMap<>();
    Parameters parameters = model.parameters();
    Lora lora = parameters.lora();
    parameters
        .all()
        .forEach(
            (name, array) -> {
              TensorStream tensor = new StoredTensor(array, parameters.dtype(name));
              if (Lora.isAdapter(name)) {
                adapters.put(name, tensor);
                return;
              }
              weights.put(name, tensor);
              if (lora != null && lora.saved().contains(name)) {
                adapters.put(name, tensor);
              }
            });
    writeWeights(folder, weights);
    if (lora != null) {
      Layout layout = AdapterNames.layout(model.config());
      AdapterFolder.write(folder, lora, layout, model.config(), adapters);
    }
    writeOthers(folder, model.config(), settings, tokenizerFolder);
  }

  /**
   * Writes a fresh model of these parameters, in single precision, into an existing folder.
   *
   * @param tokenizerFolder where the tokenizer's files are copied from
   */
  public static void save(
      Path folder, PeriodConfig config, Map<String, NDArray> parameters, Path tokenizerFolder) {
    writeWeights(folder, tensors(parameters));
    writeOthers(folder, config, FolderSettings.fresh(config), tokenizerFolder);
  }

  private static void writeWeights(Path folder, Map<String, ? extends TensorStream> tensors) {
    WeightsWriter.write(folder, tensors, WeightsWriter.SHARD_BYTES);
  }

  private static void writeOthers(
      Path folder, PeriodConfig config, FolderSettings settings, Path tokenizerFolder) {
    try {
      JsonFile.write(folder.resolve("config.json"), config);
      settings.write(folder);
      copy(tokenizerFolder, folder, TOKENIZER_FILES);
      if (config.clipTextConfig() != null) {
        Path clip = Files.createDirectories(folder.resolve(CLIP_TOKENIZER));
        copy(tokenizerFolder.resolve(CLIP_TOKENIZER), clip, CLIP_TOKENIZER_FILES);
      }
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL, "cannot write the model to " + folder + " (" + e.getMessage() + ")", e);
    }
  }

  private static void copy(Path from, Path to, List<String> names) throws IOException {
    for (String name : names) {
      if (Files.exists(from.resolve(name))) {
        Files.write(to.resolve(name), Files.readAllBytes(from.resolve(name)));
      }
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
}
