package dev.period.core.model.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.TensorStream;
import dev.period.core.checkpoint.WeightsWriter;
import dev.period.core.model.AdapterFolder;
import dev.period.core.model.Layout;
import dev.period.core.model.MergedTensor;
import dev.period.core.model.ModelSource;
import dev.period.core.model.ModelTensors;
import dev.period.core.model.ParameterShapes.Asked;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PublishedConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model folder written again in another layout: import into Period's, export into others'.
 *
 * <p>Weights are copied bit for bit, a window of a few megabytes in memory at a time, and checked
 * on the way. The same source always gives the same bytes, and what was exported comes back the
 * same.
 */
public final class ModelConversion {
  /** Files that belong to a model and are the same in every layout. */
  private static final List<String> COMPANIONS =
      List.of(
          "tokenizer.json",
          "tokenizer.model",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja",
          "generation_config.json");

  /** Files about images, which come from the tower's folder when the model's own lacks them. */
  private static final List<String> IMAGE_COMPANIONS =
      List.of("preprocessor_config.json", "processor_config.json");

  /** Parts that LLaVA has in every layout. */
  private static final Pattern KNOWN =
      Pattern.compile("language_model\\.|multi_modal_projector\\.|vision_tower\\.vision_model\\.");

  private static final String PROJECTOR = "multi_modal_projector.";
  private static final String EMBEDDING = "language_model.model.embed_tokens.weight";

  private final ModelSource source;
  private final boolean merge;
  private final long shardBytes;
  private final List<String> notes = new ArrayList<>();

  private ModelConversion(ModelSource source, boolean merge, long shardBytes) {
    this.source = source;
    this.merge = merge;
    this.shardBytes = shardBytes;
  }

  /** Whose layout an export gets. */
  public enum Target {
    /** Hugging Face's: {@code LlavaForConditionalGeneration}, {@code LlamaForCausalLM}, CLIP. */
    HF,
    /** The original LLaVA's: {@code LlavaLlamaForCausalLM}. */
    LLAVA,
    /** PEFT's: the adapters alone. */
    PEFT;

    /** Parses the lower-case name. */
    public static Target parse(String name) {
      for (Target target : values()) {
        if (target.name().toLowerCase(Locale.ROOT).equals(name)) {
          return target;
        }
      }
      throw new PeriodException(
          Kind.USAGE, "'" + name + "' is not a layout; use hf, llava or peft");
    }
  }

  /**
   * What was written.
   *
   * @param title of the layout
   * @param parameters number of values
   * @param files number of weight files
   * @param notes what the reader of the new folder should know, one sentence each
   */
  public record Written(String title, long parameters, int files, List<String> notes) {}

  /**
   * Imports published folders. A CLIP folder alone keeps its names and only loses what is left over
   * from old versions; everything else becomes a folder of Period's.
   *
   * @param folders one; or a model and the CLIP folder that it is to see with, or a folder of
   *     adapters for it, in any order
   * @param out appears under this name when it is complete
   * @param replace whether a model folder of that name may be replaced
   * @param shardBytes size above which weights are split into several files
   * @throws PeriodException of kind MODEL when a source is missing, broken or of an architecture
   *     that Period does not know; USAGE when they do not go together or {@code out} exists
   */
  public static Written importing(List<Path> folders, Path out, boolean replace, long shardBytes) {
    ModelSource source = join(folders);
    ModelConversion conversion = new ModelConversion(source, false, shardBytes);
    Layout layout = source.layout().writes() ? Layout.PERIOD : source.layout();
    return conversion.write(layout, out, replace);
  }

  /**
   * Exports a model folder; parameters and errors as in {@link #importing}. Adapters stay beside
   * the weights that they adapt, unless they are merged.
   *
   * @param merge whether adapters are added to the matrices that they adapt
   * @throws PeriodException of kind USAGE when the target has no such model, or there are no
   *     adapters to be exported or merged
   */
  public static Written exporting(
      Path folder, Target target, boolean merge, Path out, boolean replace, long shardBytes) {
    ModelSource source = ModelSource.of(folder);
    if (!source.adapted() && (merge || target == Target.PEFT)) {
      throw new PeriodException(Kind.USAGE, folder + " has no adapters");
    }
    ModelConversion conversion = new ModelConversion(source, merge, shardBytes);
    if (target == Target.PEFT) {
      return conversion.writeAdapters(folder, out, replace);
    }
    return conversion.write(conversion.layout(target), out, replace);
  }

  private static ModelSource join(List<Path> folders) {
    if (folders.isEmpty() || folders.size() > 2) {
      throw new PeriodException(
          Kind.USAGE,
          "name one folder, or a model and the CLIP folder that it sees with or its adapters");
    }
    if (folders.size() == 2) {
      for (int i = 0; i < 2; i++) {
        if (AdapterFolder.isIn(folders.get(i)) && !isModel(folders.get(i))) {
          return ModelSource.of(folders.get(1 - i)).withAdapter(folders.get(i));
        }
      }
    }
    ModelSource first = ModelSource.of(folders.get(0));
    if (folders.size() == 1) {
      return first;
    }
    ModelSource second = ModelSource.of(folders.get(1));
    return first.layout().writes() ? first.withTower(second) : second.withTower(first);
  }

  private static boolean isModel(Path folder) {
    return Files.isRegularFile(folder.resolve("config.json"));
  }

  private Layout layout(Target target) {
    if (!source.layout().writes()) {
      if (target == Target.LLAVA) {
        throw new PeriodException(
            Kind.USAGE, source.folder() + " is " + source.layout().title() + "; use --layout hf");
      }
      return source.layout();
    }
    PeriodConfig config = source.config();
    if (config.visionConfig() == null) {
      if (target == Target.LLAVA) {
        throw new PeriodException(
            Kind.USAGE,
            source.folder() + " has no vision tower, so it is no LLaVA; use --layout hf");
      }
      return Layout.LLAMA;
    }
    if (!config.projectorType().equals("mlp2x_gelu")) {
      throw new PeriodException(
          Kind.USAGE,
          source.folder() + " has a projector that LLaVA has not: " + config.projectorType());
    }
    return target == Target.HF ? Layout.LLAVA : Layout.LLAVA_ORIGINAL;
  }

  private Written write(Layout layout, Path out, boolean replace) {
    List<Path> folders = source.folders();
    try (NewFolder folder = NewFolder.create(out, folders, replace);
        ModelTensors tensors = source.tensors();
        AdapterFolder adapters = source.adapters()) {
      Map<String, TensorStream> streams = streams(layout, tensors, merge ? adapters : null);
      ObjectNode config = config(layout, streams);
      if (source.layout().writes() && layout != Layout.PERIOD) {
        noteWhatOthersLack(layout, config, tensors);
      }
      copyCompanions(folder.path());
      int files = WeightsWriter.write(folder.path(), streams, shardBytes);
      Configs.write(folder.path().resolve("config.json"), config);
      if (adapters != null && !merge) {
        adapters.copy(folder.path(), layout, source.config(), copies(adapters));
        notes.add("the adapters lie beside the weights, which are as they were; --merge adds them");
      }
      folder.complete();
      long parameters = streams.values().stream().mapToLong(ModelConversion::elements).sum();
      return new Written(layout.title(), parameters, files, List.copyOf(notes));
    }
  }

  /** PEFT's files alone. */
  private Written writeAdapters(Path from, Path out, boolean replace) {
    List<Path> read = new ArrayList<>(source.folders());
    read.add(from);
    try (NewFolder folder = NewFolder.create(out, read, replace);
        AdapterFolder adapters = Objects.requireNonNull(source.adapters())) {
      Map<String, TensorStream> streams = copies(adapters);
      adapters.copy(folder.path(), source.layout(), source.config(), streams);
      if (source.config().textConfig().biasTuning()) {
        notes.add("the model has biases that may have been trained; adapters do not hold them");
      }
      folder.complete();
      long parameters = streams.values().stream().mapToLong(ModelConversion::elements).sum();
      return new Written("adapters, PEFT's layout", parameters, 1, List.copyOf(notes));
    }
  }

  private static Map<String, TensorStream> copies(AdapterFolder adapters) {
    ByteBuffer window = ByteBuffer.allocateDirect(CopiedTensor.WINDOW);
    Map<String, TensorStream> copies = new TreeMap<>();
    adapters.names().forEach(name -> copies.put(name, CopiedTensor.of(adapters, name, window)));
    return copies;
  }

  /**
   * The tensors under the new names, as they will lie on disk.
   *
   * @param merged adapters that are added to them; null for none
   */
  private Map<String, TensorStream> streams(
      Layout layout, ModelTensors tensors, @Nullable AdapterFolder merged) {
    ByteBuffer window = ByteBuffer.allocateDirect(CopiedTensor.WINDOW);
    Map<String, TensorStream> streams = new TreeMap<>();
    for (String name : tensors.names()) {
      streams.put(layout.theirs(name), CopiedTensor.of(tensors, name, window));
    }
    if (merged != null) {
      for (String module : merged.lora().modules()) {
        streams.put(layout.theirs(module + ".weight"), new MergedTensor(tensors, merged, module));
      }
      for (String name : merged.lora().saved()) {
        streams.put(layout.theirs(name), CopiedTensor.of(merged, name, window));
      }
    }
    Map<String, Asked> missing = missing(tensors);
    if (!missing.isEmpty()) {
      SafetensorsType type = tensors.info(EMBEDDING).dtype();
      missing.forEach(
          (name, parameter) ->
              streams.put(layout.theirs(name), FreshTensor.of(name, parameter, type)));
    }
    // wide types first, so that every tensor lies at a multiple of its element size
    Map<String, TensorStream> inOrder = new LinkedHashMap<>();
    streams.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue().dtype().bytes()))
        .forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
    return inOrder;
  }

  /**
   * What the configuration asks for and nobody has: for a CLIP and a LLaMA, the projector.
   *
   * @throws PeriodException of kind MODEL when it is anything else, or a tensor does not fit
   */
  private Map<String, Asked> missing(ModelTensors tensors) {
    boolean joined = source.layout() == Layout.LLAMA && source.vision() != null;
    tensors.check(source, name -> joined && name.startsWith(PROJECTOR));
    Map<String, Asked> missing = new TreeMap<>(source.asked());
    // what every reader makes of the others stays away, as in the source
    missing.keySet().removeIf(tensors::give);
    if (!missing.isEmpty()) {
      notes.add("the projector is fresh: it has to be trained before the model sees");
    }
    return missing;
  }

  private ObjectNode config(Layout layout, Map<String, TensorStream> streams) {
    return switch (layout) {
      case PERIOD -> Configs.period(source);
      case LLAVA, LLAMA -> Configs.huggingFace(source, dtype(layout, streams));
      case LLAVA_ORIGINAL -> Configs.original(source, dtype(layout, streams));
      case CLIP, CLIP_VISION -> source.published();
    };
  }

  private void noteWhatOthersLack(Layout layout, ObjectNode config, ModelTensors tensors) {
    List<String> settings = new ArrayList<>();
    config.path(PublishedConfig.SETTINGS).fieldNames().forEachRemaining(settings::add);
    if (!settings.isEmpty()) {
      notes.add(
          "others do not know "
              + String.join(", ", settings)
              + "; they are kept in config.json under \""
              + PublishedConfig.SETTINGS
              + "\"");
    }
    long own = tensors.names().stream().filter(name -> !KNOWN.matcher(name).lookingAt()).count();
    if (own > 0) {
      notes.add("others do not know " + own + " of the tensors, and leave them out");
    }
    if (layout == Layout.LLAVA && source.config().imageTokenIndex() < 0) {
      notes.add(
          "image_token_index is "
              + source.config().imageTokenIndex()
              + "; Hugging Face's LLaVA needs an id of its vocabulary in its place");
    }
    Set<String> unused = new TreeSet<>(source.unused().keySet());
    unused.removeIf(name -> !name.startsWith("vision_tower.") || tensors.names().contains(name));
    if (!unused.isEmpty()) {
      notes.add(
          "the tower's last layers, which the model does not use, are not there; others make"
              + " fresh ones");
    }
  }

  private static String dtype(Layout layout, Map<String, TensorStream> streams) {
    TensorStream embedding = streams.get(layout.theirs(EMBEDDING));
    return switch (embedding.dtype()) {
      case BF16 -> "bfloat16";
      case F16 -> "float16";
      default -> "float32";
    };
  }

  private void copyCompanions(Path to) {
    for (String name : COMPANIONS) {
      copy(source.folder().resolve(name), to);
    }
    for (String name : IMAGE_COMPANIONS) {
      for (Path folder : source.folders()) {
        copy(folder.resolve(name), to);
      }
    }
  }

  private static void copy(Path file, Path to) {
    Path copy = to.resolve(file.getFileName());
    try {
      if (Files.isRegularFile(file) && !Files.exists(copy)) {
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, "cannot copy " + file + " (" + e + ")", e);
    }
  }

  private static long elements(TensorStream tensor) {
    return tensor.dtype().bytes(tensor.shape()) / tensor.dtype().bytes();
  }
}
