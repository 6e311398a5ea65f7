package dev.period.core.generate;

import ai.djl.Device;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ImagePreprocessor;
import dev.period.core.engine.Dtype;
import dev.period.core.image.ImageFile;
import dev.period.core.model.Batch;
import dev.period.core.model.Medium;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Placeholder;
import dev.period.core.model.Prompt;
import dev.period.core.model.TokenSequence;
import dev.period.core.nn.WeightFormat;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * Raw token ids and images through a model, for comparing it with any other implementation: no
 * tokenizer, no template, and no token ends the generation.
 *
 * @param logitsLast one per token id, at the last position of the prompt
 * @param generated the most likely ids one after the other, without the prompt
 */
@SuppressWarnings("ArrayRecordComponent") // a result, made once
public record TokenRun(float[] logitsLast, int[] generated) {

  /**
   * Loads a model, runs a prompt and generates.
   *
   * @param folder of any layout; needs only {@code config.json} and weights
   * @param dtype what weights are kept in and matrix products computed in
   * @param ids of the prompt; with images, {@code image_token_index} stands for one of them each
   * @param images in the order of their ids; possibly none
   * @param generate number of ids to generate
   * @throws PeriodException of kind MODEL when the folder is broken or an id is outside its
   *     vocabulary; INPUT when an image cannot be read, or there are more or fewer images than
   *     places for them
   */
  public static TokenRun of(
      Path folder, Device device, Dtype dtype, int[] ids, List<Path> images, int generate) {
    PeriodConfig config = ModelFolder.config(folder);
    // whatever is wrong with the prompt is said before gigabytes are read
    Prompt prompt = prompt(config, ids, pixels(folder, config, images));
    try (PeriodModel model =
        ModelFolder.model(folder, device, dtype, WeightFormat.inference(dtype, device))) {
      return run(model, prompt, generate);
    }
  }

  /** The same with a model that is loaded, and with normalised pixels [3, side, side]. */
  public static TokenRun of(PeriodModel model, int[] ids, List<float[]> images, int generate) {
    return run(model, prompt(model.config(), ids, images), generate);
  }

  private static List<float[]> pixels(Path folder, PeriodConfig config, List<Path> images) {
    if (images.isEmpty()) {
      return List.of();
    }
    ImagePreprocessor preprocessor = ModelFolder.imagePreprocessor(folder, config);
    return images.stream().map(ImageFile::read).map(preprocessor::pixels).toList();
  }

  private static TokenRun run(PeriodModel model, Prompt prompt, int generate) {
    Batch batch = Batch.of(model.config(), List.of(prompt), Batch.Padding.LEFT);
    try (Continuation continuation = new Continuation(model, batch)) {
      float[] logits = continuation.logits().toFloatArray();
      float[] next = logits;
      int[] generated = new int[generate];
      for (int i = 0; i < generate; i++) {
        if (i > 0) {
          continuation.advance(new int[] {generated[i - 1]});
          next = continuation.logits().toFloatArray();
        }
        generated[i] = largest(next);
      }
      return new TokenRun(logits, generated);
    }
  }

  private static Prompt prompt(PeriodConfig config, int[] ids, List<float[]> images) {
    if (ids.length == 0) {
      throw new PeriodException(Kind.INPUT, "there are no token ids to run");
    }
    int vocabulary = config.textConfig().vocabSize();
    for (int id : ids) {
      boolean place = !images.isEmpty() && id == config.imageTokenIndex();
      if ((id < 0 || id >= vocabulary) && !place) {
        throw new PeriodException(
            Kind.MODEL,
            "token id "
                + id
                + " is out of range: the model knows 0 to "
                + (vocabulary - 1)
                + (config.visionConfig() == null
                    ? ""
                    : ", and with images " + config.imageTokenIndex() + " for each of them"));
      }
    }
    if (images.isEmpty()) {
      // without images the placeholder is a token like any other
      return Prompt.of(TokenSequence.ofIds(ids, -1, List.of()));
    }
    if (config.visionConfig() == null) {
      throw new PeriodException(Kind.INPUT, "the model has no vision tower; run it without images");
    }
    List<Placeholder> image =
        List.of(new Placeholder(config.imageTokenIndex(), config.frameTokens(1, false)));
    List<Medium> media =
        images.stream()
            .map(pixels -> new Medium(Medium.Kind.IMAGE, 1, pixels, null, null))
            .toList();
    return new Prompt(
        TokenSequence.ofIds(
            ids, config.imageTokenIndex(), Collections.nCopies(images.size(), image)),
        media);
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
