package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.llama.KvCache;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.llama.PrefillChunks;
import dev.period.core.nn.Lora;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import dev.period.core.nn.WeightFormat;
import dev.period.core.periodicity.PeriodicityEncoder;
import dev.period.core.periodicity.SimilarityMaps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The video LLM: CLIP tower → pooling → projector, periodicity encoder → connector, both into the
 * LLaMA decoder's embeddings. Nano and 7B are this class with other numbers.
 *
 * <p>Not thread-safe while its parameters are trained; otherwise any number of threads may call it,
 * each with a scope of its own.
 */
public final class PeriodModel implements AutoCloseable {
  /** Long enough for matrix products to be fast, short enough for a layer to need little memory. */
  private static final int PREFILL_CHUNK = 1024;

  private final PeriodConfig config;
  private final Parameters parameters;
  private final @Nullable VisualEmbedder visual;
  private final @Nullable PeriodicityEncoder periodicity;
  private final @Nullable MlpProjector connector;
  private final LlamaDecoder decoder;
  private final Kernel placeRows;
  private final Kernel placeVisual;
  private final Kernel selectRows;

  /**
   * What one pass finds.
   *
   * @param hidden the stream before the final norm [b, width, hidden]
   * @param periodicity what the periodicity encoder found; null without Gram matrices
   */
  public record Output(NDArray hidden, PeriodicityEncoder.@Nullable Output periodicity) {}

  /**
   * What the decoder reads.
   *
   * @param embeddings [b, width, hidden]
   * @param periodicity what the periodicity encoder found; null without Gram matrices
   */
  record Embedded(NDArray embeddings, PeriodicityEncoder.@Nullable Output periodicity) {}

  /** Builds a model to be trained on {@code device}, with matrix products in {@code dtype}. */
  public PeriodModel(PeriodConfig config, ParameterSource source, Device device, Dtype dtype) {
    this(config, source, device, dtype, WeightFormat.TRAINING);
  }

  /** Builds a model without adapters. */
  public PeriodModel(
      PeriodConfig config,
      ParameterSource source,
      Device device,
      Dtype dtype,
      WeightFormat format) {
    this(config, source, device, dtype, format, null);
  }

  /**
   * Builds the model.
   *
   * @param dtype what matrix products compute in
   * @param format how weights are kept
   * @param lora which linear maps have adapters; null for none
   */
  public PeriodModel(
      PeriodConfig config,
      ParameterSource source,
      Device device,
      Dtype dtype,
      WeightFormat format,
      @Nullable Lora lora) {
    this.config = config;
    this.parameters = new Parameters(device, source, format, lora);
    int width = config.textConfig().hiddenSize();
    ClipVisionConfig tower = config.visionConfig();
    this.visual = tower == null ? null : new VisualEmbedder(parameters, config, tower, dtype);
    if (config.periodicityConfig().enabled()) {
      int inner = config.periodicityConfig().hiddenSize();
      this.periodicity =
          new PeriodicityEncoder(parameters, "periodicity", config.periodicityConfig(), dtype);
      this.connector = new MlpProjector(parameters, "periodicity_projector", inner, width, dtype);
    } else {
      this.periodicity = null;
      this.connector = null;
    }
    this.decoder = new LlamaDecoder(parameters, "language_model", config.textConfig(), dtype);
    this.placeRows = Kernel.load(PeriodModel.class, "place_rows", Map.of());
    this.placeVisual =
        Kernel.load(
            PeriodModel.class,
            config.visualPlacement().equals("add") ? "add_rows" : "place_rows",
            Map.of());
    this.selectRows = Kernel.load(PeriodModel.class, "select_rows", Map.of());
  }

  /**
   * Takes what the vision tower makes of media that were seen before from {@code features}, from
   * now on: for a tower that no longer changes. Does nothing where looking is cheaper than reading.
   *
   * @see TowerCache
   */
  public void rememberTower(FeatureCache features) {
    ClipVisionConfig tower = config.visionConfig();
    if (tower != null && TowerCache.pays(tower)) {
      rememberAnyTower(features);
    }
  }

  /** The same for a tower of any size. */
  void rememberAnyTower(FeatureCache features) {
    if (visual != null) {
      visual.remember(features, parameters);
    }
  }

  /** The configuration. */
  public PeriodConfig config() {
    return config;
  }

  /** The parameters by Hugging Face name. */
  public Parameters parameters() {
    return parameters;
  }

  /** The decoder, for logits and continuations. */
  public LlamaDecoder decoder() {
    return decoder;
  }

  /**
   * Runs the whole model over a batch.
   *
   * @param cache filled with the batch's keys and values; null when nothing will follow
   */
  public Output forward(NDManager scope, Batch batch, @Nullable KvCache cache) {
    Embedded inputs = embed(scope, batch);
    NDArray x = inputs.embeddings();
    NDArray positions = positions(scope, batch);
    NDArray mask = mask(scope, batch);
    NDArray hidden =
        cache == null
            ? decoder.forward(scope, x, positions, mask, null)
            : decoder.prefill(
                scope,
                x,
                positions,
                mask,
                PrefillChunks.bounds(batch.mask(), batch.width(), PREFILL_CHUNK),
                cache);
    return new Output(hidden, inputs.periodicity());
  }

  /** Runs the whole model over a batch in a training step. */
  public Output forwardTraining(NDManager scope, Batch batch, TrainingPass pass) {
    Embedded inputs = embed(scope, batch, pass);
    NDArray hidden =
        decoder.forwardTraining(
            scope, inputs.embeddings(), positions(scope, batch), mask(scope, batch), pass);
    return new Output(hidden, inputs.periodicity());
  }

  private static NDArray positions(NDManager scope, Batch batch) {
    return Torch.floats(scope, batch.positions(), batch.size(), batch.width());
  }

  private static NDArray mask(NDManager scope, Batch batch) {
    return Torch.floats(scope, batch.mask(), batch.size(), 1, batch.width(), batch.width());
  }

  /** The decoder's inputs: tokens' embeddings, with media in their places. */
  Embedded embed(NDManager scope, Batch batch) {
    return embed(scope, batch, TrainingPass.PLAIN);
  }

  private Embedded embed(NDManager scope, Batch batch, TrainingPass pass) {
    NDArray ids = Torch.longs(scope, batch.ids(), batch.size(), batch.width());
    NDArray x = decoder.embed(scope, ids);
    List<List<Medium>> media = batch.prompts().stream().map(Prompt::media).toList();
    if (visual != null && batch.visualPlaces().length > 0) {
      x = put(scope, placeVisual, x, batch.visualPlaces(), visual.forward(scope, media, pass));
    }
    List<Medium> periodic = batch.media().stream().filter(medium -> medium.gram() != null).toList();
    if (periodic.isEmpty() || periodicity == null || connector == null) {
      return new Embedded(x, null);
    }
    PeriodicityEncoder.Output found = periodicity.forward(scope, grams(scope, periodic));
    NDArray tokens = connector.forward(scope, found.tokens(), pass);
    NDArray flat = tokens.reshape(-1, config.textConfig().hiddenSize());
    return new Embedded(put(scope, placeRows, x, batch.periodPlaces(), flat), found);
  }

  private NDArray grams(NDManager scope, List<Medium> media) {
    int frames = config.periodicityConfig().frames();
    List<String> features = config.periodicityConfig().features();
    NDList grams = new NDList();
    for (Medium medium : media) {
      float[] seen = SimilarityMaps.select(medium.gram(), features, frames);
      grams.add(Torch.floats(scope, seen, 1, features.size(), frames, frames));
    }
    return joined(grams);
  }

  private static NDArray joined(NDList parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 0);
  }

  /**
   * Logits at chosen places.
   *
   * @param hidden [b, width, hidden]
   * @param rows flat indices into [b * width]
   * @return [rows, vocabulary]
   */
  public NDArray logits(NDManager scope, NDArray hidden, long[] rows) {
    NDArray picked = selectRows.apply(scope, hidden, Torch.longs(scope, rows, rows.length));
    return decoder.logits(scope, picked);
  }

  /**
   * Likewise, with the gradient of the final norm's output multiplied on its way back.
   *
   * @param channels factors [rows, hidden]
   */
  public NDArray logits(NDManager scope, NDArray hidden, long[] rows, NDArray channels) {
    NDArray picked = selectRows.apply(scope, hidden, Torch.longs(scope, rows, rows.length));
    return decoder.logits(scope, picked, channels);
  }

  private static NDArray put(
      NDManager scope, Kernel kernel, NDArray x, long[] places, NDArray features) {
    return kernel.apply(scope, x, Torch.longs(scope, places, places.length), features);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
