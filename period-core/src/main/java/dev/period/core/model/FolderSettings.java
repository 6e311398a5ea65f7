package dev.period.core.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.clip.ImagePreprocessor;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a model folder says beside its weights. A model that is trained further keeps it: pixels
 * that are normalised in another way are another input, other stop tokens another end.
 *
 * @param preprocessor {@code preprocessor_config.json}; empty for a model that sees no images
 * @param generation {@code generation_config.json}
 */
public record FolderSettings(ObjectNode preprocessor, ObjectNode generation) {
  static final String PREPROCESSOR = "preprocessor_config.json";
  private static final String GENERATION = "generation_config.json";

  /** What a fresh model begins with: CLIP's pixels, and the special tokens of LLaMA. */
  public static FolderSettings fresh(PeriodConfig config) {
    ObjectNode preprocessor = JsonNodeFactory.instance.objectNode();
    if (config.visionConfig() != null) {
      preprocessor.put("image_processor_type", "CLIPImageProcessor");
      preprocessor.putObject("size").put("shortest_edge", config.visionConfig().imageSize());
      add(preprocessor, "image_mean", ImageProcessor.CLIP_MEAN);
      add(preprocessor, "image_std", ImageProcessor.CLIP_DEVIATION);
    }
    ObjectNode generation = JsonNodeFactory.instance.objectNode();
    generation.put("bos_token_id", 1).put("eos_token_id", 2).put("pad_token_id", 0);
    generation.put("do_sample", false);
    return new FolderSettings(preprocessor, generation);
  }

  /**
   * What a folder of any layout says; where it says nothing, what a fresh model begins with.
   *
   * @throws PeriodException of kind MODEL when a file of it is broken
   */
  public static FolderSettings of(Path folder, PeriodConfig config) {
    ModelSource source = ModelSource.of(folder);
    FolderSettings fresh = fresh(config);
    Path generation = ModelSource.home(folder).resolve(GENERATION);
    return new FolderSettings(
        preprocessor(source, fresh.preprocessor),
        Files.isRegularFile(generation) ? ModelSource.readObject(generation) : fresh.generation);
  }

  /** The first {@code preprocessor_config.json} that says anything: a tower may have its own. */
  static ObjectNode preprocessor(ModelSource source, ObjectNode otherwise) {
    return source.folders().stream()
        .map(folder -> folder.resolve(PREPROCESSOR))
        .filter(Files::isRegularFile)
        .map(ModelSource::readObject)
        .filter(json -> !json.isEmpty())
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * How frames of the tower's size become pixels.
   *
   * @param size width and height that the tower takes
   * @throws PeriodException of kind MODEL when the file asks for what does not exist
   */
  public ImageProcessor images(int size) {
    return ImagePreprocessor.of(preprocessor, size).processor();
  }

  /** Writes the files into a folder. */
  void write(Path folder) throws IOException {
    if (!preprocessor.isEmpty()) {
      JsonFile.write(folder.resolve(PREPROCESSOR), preprocessor);
    }
    JsonFile.write(folder.resolve(GENERATION), generation);
  }

  private static void add(ObjectNode json, String key, float[] values) {
    for (float value : values) {
      json.withArray(key).add(value);
    }
  }
}
