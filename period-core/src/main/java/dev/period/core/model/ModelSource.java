package dev.period.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipConfig;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.model.ParameterShapes.Asked;
import dev.period.core.nn.Init;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model folder of any layout, of which only {@code config.json} was read. What is asked of it is
 * in Period's keys and names.
 */
public final class ModelSource {
  private static final long MAX_CONFIG = 10_000_000;
  private static final String CONFIG = "config.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private final Path folder;
  private final Layout layout;
  private final ObjectNode published;
  private final @Nullable ModelSource tower;
  private final @Nullable Path adapter;

  private ModelSource(
      Path folder,
      Layout layout,
      ObjectNode published,
      @Nullable ModelSource tower,
      @Nullable Path adapter) {
    this.folder = folder;
    this.layout = layout;
    this.published = published;
    this.tower = tower;
    this.adapter = adapter;
  }

  /**
   * Reads a folder's configuration. Original LLaVA names its vision tower as a hub name, {@code
   * openai/clip-vit-large-patch14-336}: the tower's folder is looked for inside the model's folder
   * and beside it, by that name and by its last part. So is the model that a folder of nothing but
   * adapters was made for.
   *
   * @throws PeriodException of kind MODEL when the folder is missing or its configuration broken
   */
  public static ModelSource of(Path folder) {
    Path home = home(folder);
    Path file = require(home, CONFIG);
    ObjectNode config = readObject(file);
    Layout layout = Layout.of(file, config);
    return new ModelSource(home, layout, config, null, AdapterFolder.isIn(folder) ? folder : null);
  }

  /** The folder with the model's own files: another one when {@code folder} only adapts it. */
  static Path home(Path folder) {
    if (Files.isRegularFile(folder.resolve(CONFIG)) || !AdapterFolder.isIn(folder)) {
      return folder;
    }
    String name = AdapterConfig.read(folder.resolve(AdapterConfig.FILE)).base();
    Path base = find(name, folder);
    if (base == null) {
      throw new PeriodException(
          Kind.MODEL,
          folder
              + " holds adapters of "
              + (name.isEmpty() ? "a model that they do not name" : name)
              + " and no model; put that model's folder beside it, or join both with 'period model"
              + " import MODEL "
              + folder
              + " --out DIR'");
    }
    return base;
  }

  /** A model's folder by the name that another folder calls it; null when it is not there. */
  private static @Nullable Path find(String name, Path from) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    for (String candidate : new String[] {name, last, "../" + last}) {
      try {
        Path found = from.resolve(candidate).normalize();
        if (!candidate.isBlank() && Files.isRegularFile(found.resolve(CONFIG))) {
          return found;
        }
      } catch (InvalidPathException e) {
        // a hub name need not be a path here
      }
    }
    return null;
  }

  /**
   * The same model with the adapters of another folder.
   *
   * @throws PeriodException of kind USAGE when this model has adapters already, or is none that
   *     writes
   */
  public ModelSource withAdapter(Path adapters) {
    if (adapter != null) {
      throw new PeriodException(
          Kind.USAGE, folder + " has adapters already; merge them first, with --merge");
    }
    if (!layout.writes()) {
      throw new PeriodException(
          Kind.USAGE, folder + " is " + layout.title() + " and takes no adapters");
    }
    return new ModelSource(folder, layout, published, tower, adapters);
  }

  /** Whether the model has adapters. */
  public boolean adapted() {
    return adapter != null;
  }

  /**
   * The adapters, opened and checked but not read; null for a model without.
   *
   * @throws PeriodException of kind MODEL when a file is missing or broken, or does not fit
   */
  public @Nullable AdapterFolder adapters() {
    return adapter == null ? null : AdapterFolder.open(adapter, layout, config());
  }

  /**
   * The same model with the vision tower of another folder: for original LLaVA, whose files lack
   * it, and for a LLaMA that is to see.
   *
   * @throws PeriodException of kind USAGE when this model has a tower or the other folder is none
   */
  public ModelSource withTower(ModelSource clip) {
    if (clip.layout.writes()) {
      throw new PeriodException(
          Kind.USAGE,
          clip.folder + " is " + clip.layout.title() + "; a vision tower is a CLIP folder");
    }
    if (layout != Layout.LLAMA && layout != Layout.LLAVA_ORIGINAL) {
      throw new PeriodException(
          Kind.USAGE, folder + " is " + layout.title() + " and takes no other vision tower");
    }
    return new ModelSource(folder, layout, published, clip, adapter);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Whose layout it has. */
  public Layout layout() {
    return layout;
  }

  /**
   * The folder, and those of the vision tower and of the adapters if they are not the model's own.
   */
  public List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(folder));
    ModelSource eye = eye();
    if (eye != null) {
      folders.add(eye.folder);
    }
    if (adapter != null && !adapter.equals(folder)) {
      folders.add(adapter);
    }
    return folders;
  }

  /** The configuration as it was published. */
  public ObjectNode published() {
    return published.deepCopy();
  }

  /**
   * The configuration in Period's keys, with all that is in the file.
   *
   * @throws PeriodException of kind MODEL when Period cannot run such a model
   */
  public ObjectNode translated() {
    return PublishedConfig.translate(folder.resolve(CONFIG), layout, published, this::towerConfig);
  }

  private @Nullable JsonNode towerConfig() {
    ModelSource eye = eye();
    return eye == null ? null : JSON.valueToTree(eye.vision());
  }

  /** The vision tower; null for a model that only reads. */
  public @Nullable ClipVisionConfig vision() {
    return switch (layout) {
      case CLIP -> parse(published, ClipConfig.class).visionConfig();
      case CLIP_VISION -> parse(published, ClipVisionConfig.class);
      default -> config().visionConfig();
    };
  }

  /**
   * The parameters that the model asks for, by name.
   *
   * @throws PeriodException of kind MODEL when the configuration is wrong
   */
  public Map<String, Asked> asked() {
    return switch (layout) {
      case CLIP -> ParameterShapes.of(parse(published, ClipConfig.class));
      case CLIP_VISION -> ParameterShapes.of(parse(published, ClipVisionConfig.class));
      default -> ParameterShapes.of(config());
    };
  }

  /**
   * Parameters that published checkpoints hold although the model does not ask for them: what of
   * the vision tower lies behind the features it takes, and a head that is the embedding.
   */
  public Map<String, Asked> unused() {
    Map<String, Asked> unused = new LinkedHashMap<>();
    ClipVisionConfig tower = vision();
    if (tower != null) {
      unused.putAll(ParameterShapes.of(tower));
    }
    if (layout == Layout.CLIP_VISION && tower != null) {
      unused.put(
          "vision_tower.visual_projection.weight",
          new Asked(Init.ZEROS, new long[] {tower.projectionDim(), tower.hiddenSize()}));
    }
    if (layout.writes() && config().textConfig().tieWordEmbeddings()) {
      LlamaConfig text = config().textConfig();
      unused.put(
          "language_model.lm_head.weight",
          new Asked(Init.ZEROS, new long[] {text.vocabSize(), text.hiddenSize()}));
    }
    return unused;
  }

  /**
   * The configuration in Period's form.
   *
   * @throws PeriodException of kind MODEL when Period cannot run such a model
   */
  public PeriodConfig config() {
    Path file = folder.resolve(CONFIG);
    int version = published.path("format_version").asInt();
    if (layout == Layout.PERIOD && version > PeriodConfig.FORMAT_VERSION) {
      throw new PeriodException(
          Kind.MODEL,
          file
              + " has format_version "
              + version
              + "; this version of Period reads up to "
              + PeriodConfig.FORMAT_VERSION
              + ": update Period");
    }
    return parse(translated(), PeriodConfig.class);
  }

  private <T> T parse(ObjectNode config, Class<T> type) {
    try {
      return JSON.treeToValue(config, type);
    } catch (JsonProcessingException e) {
      throw invalid(folder.resolve(CONFIG), e);
    }
  }

  /**
   * The tensors, opened and checked but not read.
   *
   * @throws PeriodException of kind MODEL when a file is missing or broken
   */
  public ModelTensors tensors() {
    ModelSource eye = eye();
    return eye == null ? ModelTensors.open(this) : ModelTensors.open(this, eye);
  }

  /** The separate tower that this model needs: the one given, or the one it names. */
  private @Nullable ModelSource eye() {
    if (tower != null || layout != Layout.LLAVA_ORIGINAL || published.hasNonNull("vision_config")) {
      return tower;
    }
    String name = published.path("mm_vision_tower").asText();
    Path clip = find(name, folder);
    if (clip != null) {
      return of(clip);
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    throw new PeriodException(
        Kind.MODEL,
        folder
            + " needs the vision tower "
            + name
            + ", which is published on its own; put that folder beside it as "
            + folder.resolveSibling(last.isEmpty() ? "clip" : last));
  }

  /** Reads a JSON object of unknown origin. */
  static ObjectNode readObject(Path file) {
    try {
      if (Files.size(file) > MAX_CONFIG) {
        throw new PeriodException(Kind.MODEL, file + " is larger than " + MAX_CONFIG + " bytes");
      }
      if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
      throw new PeriodException(
          Kind.MODEL, file + " is not a valid configuration: it is not a JSON object");
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

  static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PeriodException(
          Kind.MODEL, "there is no model folder " + folder + "; check --model or PERIOD_MODEL");
    }
  }

  /** A file that a model folder has to have. */
  static Path require(Path folder, String name) {
    requireFolder(folder);
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new PeriodException(
          Kind.MODEL, "the model folder " + folder + " is incomplete: it has no " + name);
    }
    return file;
  }
}
