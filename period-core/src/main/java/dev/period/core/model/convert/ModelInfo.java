package dev.period.core.model.convert;

import dev.period.core.PeriodException;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.TensorInfo;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.model.AdapterFolder;
import dev.period.core.model.ModelSource;
import dev.period.core.model.ModelTensors;
import dev.period.core.model.PeriodConfig;
import dev.period.core.nn.Lora;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a model folder holds, from its configuration and the headers of its files: no weight is
 * read.
 *
 * @param layout whose layout it has
 * @param parts what it is made of, in the order of data
 * @param types number of values by element type
 * @param files number of weight files
 * @param bytesOnDisk of them
 * @param memory what it takes to run and to train; null for a folder without a decoder
 */
public record ModelInfo(
    String layout,
    List<Part> parts,
    Map<SafetensorsType, Long> types,
    int files,
    long bytesOnDisk,
    @Nullable MemoryNeeds memory) {

  /**
   * A part of a model.
   *
   * @param name of the part
   * @param shape its architecture in a few words; empty where there is nothing to say
   * @param parameters number of values
   */
  public record Part(String name, String shape, long parameters) {}

  /** Copies the collections. */
  public ModelInfo {
    parts = List.copyOf(parts);
    types = Collections.unmodifiableMap(new TreeMap<>(types));
  }

  /**
   * Looks at a folder of any layout.
   *
   * @throws PeriodException of kind MODEL when it is broken, or its tensors are not those that its
   *     configuration asks for
   */
  public static ModelInfo of(Path folder) {
    ModelSource source = ModelSource.of(folder);
    try (ModelTensors tensors = source.tensors();
        AdapterFolder adapters = source.adapters()) {
      PeriodConfig config = source.layout().writes() ? source.config() : null;
      tensors.check(source, name -> false);
      return new ModelInfo(
          source.layout().title(),
          parts(tensors, source.vision(), config, adapters),
          types(tensors, adapters),
          tensors.files().size() + (adapters == null ? 0 : 1),
          tensors.bytesOnDisk() + (adapters == null ? 0 : adapters.bytesOnDisk()),
          config == null ? null : MemoryNeeds.of(config));
    }
  }

  /** The number of values. */
  public long parameters() {
    return parts.stream().mapToLong(Part::parameters).sum();
  }

  private static List<Part> parts(
      ModelTensors tensors,
      @Nullable ClipVisionConfig tower,
      @Nullable PeriodConfig config,
      @Nullable AdapterFolder adapters) {
    List<Part> parts = new ArrayList<>();
    add(parts, tensors, "vision tower", tower(tower), "vision_tower.");
    add(parts, tensors, "text encoder", "", "text_tower.");
    add(parts, tensors, "projector", projector(config), "multi_modal_projector.");
    add(parts, tensors, "periodicity encoder", "", "periodicity.", "periodicity_projector.");
    add(parts, tensors, "decoder", decoder(config), "language_model.");
    if (adapters != null) {
      long values =
          adapters.names().stream().mapToLong(name -> adapters.info(name).elements()).sum();
      parts.add(new Part("adapters", adapters(adapters.lora()), values));
    }
    return parts;
  }

  private static void add(
      List<Part> parts, ModelTensors tensors, String name, String shape, String... prefixes) {
    long parameters = 0;
    for (String tensor : tensors.names()) {
      for (String prefix : prefixes) {
        parameters += tensor.startsWith(prefix) ? tensors.info(tensor).elements() : 0;
      }
    }
    if (parameters > 0) {
      parts.add(new Part(name, shape, parameters));
    }
  }

  private static String adapters(Lora lora) {
    TreeSet<String> names = new TreeSet<>();
    lora.modules().forEach(module -> names.add(module.substring(module.lastIndexOf('.') + 1)));
    return "LoRA of rank %d on %d linear maps: %s%s"
        .formatted(
            lora.rank(),
            lora.modules().size(),
            String.join(", ", names),
            lora.saved().isEmpty() ? "" : "; and " + lora.saved().size() + " tensors in full");
  }

  private static String tower(@Nullable ClipVisionConfig tower) {
    return tower == null
        ? ""
        : "CLIP ViT, %d pixels, patches of %d, %d layers, width %d"
            .formatted(
                tower.imageSize(), tower.patchSize(), tower.numHiddenLayers(), tower.hiddenSize());
  }

  private static String projector(@Nullable PeriodConfig config) {
    return config == null ? "" : config.projectorType();
  }

  private static String decoder(@Nullable PeriodConfig config) {
    if (config == null) {
      return "";
    }
    LlamaConfig text = config.textConfig();
    return "LLaMA, %d layers, width %d, %d heads, %d of keys, vocabulary %d"
        .formatted(
            text.numHiddenLayers(),
            text.hiddenSize(),
            text.numAttentionHeads(),
            text.numKeyValueHeads(),
            text.vocabSize());
  }

  private static Map<SafetensorsType, Long> types(
      ModelTensors tensors, @Nullable AdapterFolder adapters) {
    Map<SafetensorsType, Long> types = new EnumMap<>(SafetensorsType.class);
    for (String name : tensors.names()) {
      TensorInfo info = tensors.info(name);
      types.merge(info.dtype(), info.elements(), Long::sum);
    }
    if (adapters != null) {
      for (String name : adapters.names()) {
        types.merge(adapters.info(name).dtype(), adapters.info(name).elements(), Long::sum);
      }
    }
    return types;
  }
}
