package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ClipVisionEncoder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.llama.KvCache;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.llama.PrefillChunks;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.WeightFormat;
import dev.period.core.periodicity.PeriodicityEncoder;
import dev.period.core.pooling.MeanPooling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final @Nullable ClipVisionEncoder vision;
  private final @Nullable MeanPooling pooling;
  private final @Nullable MeanPooling imagePooling;
  private final @Nullable MlpProjector projector;
  private final @Nullable PeriodicityEncoder periodicity;
  private final @Nullable MlpProjector connector;
  private final LlamaDecoder decoder;
  private final Kernel placeRows;
  private final Kernel selectRows;

  /**
   * What one pass finds.
   *
   * @param hidden the stream before the final norm [b, width, hidden]
   * @param periodicity what the periodicity encoder found; null without Gram matrices
   */
  public record Output(NDArray hidden, PeriodicityEncoder.@Nullable Output periodicity) {}

  /** Builds a model to be trained on {@code device}, with matrix products in {@code dtype}. */
  public PeriodModel(PeriodConfig config, ParameterSource source, Device device, Dtype dtype) {
    this(config, source, device, dtype, WeightFormat.TRAINING);
  }

  /**
   * Builds the model.
   *
   * @param dtype what matrix products compute in
   * @param format how weights are kept
   */
  public PeriodModel(
      PeriodConfig config,
      ParameterSource source,
      Device device,
      Dtype dtype,
      WeightFormat format) {
    this.config = config;
    this.parameters = new Parameters(device, source, format);
    int width = config.textConfig().hiddenSize();
    ClipVisionConfig tower = config.visionConfig();
    if (tower != null) {
      this.vision =
          new ClipVisionEncoder(
              parameters, "vision_tower.vision_model", tower, config.visionFeatureLayer(), dtype);
      List<Integer> window = config.poolingWindow();
      this.pooling = new MeanPooling(tower.grid(), window);
      this.imagePooling = new MeanPooling(tower.grid(), List.of(1, window.get(1), window.get(2)));
      this.projector =
          new MlpProjector(parameters, "multi_modal_projector", tower.hiddenSize(), width, dtype);
    } else {
      this.vision = null;
      this.pooling = null;
      this.imagePooling = null;
      this.projector = null;
    }
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
    this.selectRows = Kernel.load(PeriodModel.class, "select_rows", Map.of());
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
    int width = config.textConfig().hiddenSize();
    NDArray ids = Torch.longs(scope, batch.ids(), batch.size(), batch.width());
    NDArray x = decoder.embed(scope, ids);
    PeriodicityEncoder.Output found = null;
    List<Medium> shown = batch.media().stream().filter(medium -> medium.pixels() != null).toList();
    if (!shown.isEmpty() && projector != null) {
      x = put(scope, x, batch.visualPlaces(), projector.forward(scope, visualTokens(scope, shown)));
    }
    List<Medium> periodic = batch.media().stream().filter(medium -> medium.gram() != null).toList();
    if (!periodic.isEmpty() && periodicity != null && connector != null) {
      found = periodicity.forward(scope, grams(scope, periodic));
      NDArray tokens = connector.forward(scope, found.tokens());
      x = put(scope, x, batch.periodPlaces(), tokens.reshape(-1, width));
    }
    NDArray positions = Torch.floats(scope, batch.positions(), batch.size(), batch.width());
    NDArray mask = Torch.floats(scope, batch.mask(), batch.size(), 1, batch.width(), batch.width());
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
    return new Output(hidden, found);
  }

  /** Pooled visual tokens [n, vision width] of media, one medium after the other. */
  private NDArray visualTokens(NDManager scope, List<Medium> media) {
    ClipVisionConfig tower = Objects.requireNonNull(config.visionConfig());
    int side = tower.imageSize();
    NDList pixels = new NDList();
    for (Medium medium : media) {
      pixels.add(Torch.floats(scope, medium.pixels(), medium.frames(), 3, side, side));
    }
    NDArray patches = Objects.requireNonNull(vision).patches(scope, joined(pixels));
    NDList tokens = new NDList();
    long from = 0;
    for (Medium medium : media) {
      long to = from + medium.frames();
      NDArray own = media.size() == 1 ? patches : patches.get(new NDIndex("{}:{}", from, to));
      MeanPooling pool = medium.kind() == Medium.Kind.IMAGE ? imagePooling : pooling;
      tokens.add(Objects.requireNonNull(pool).apply(scope, own));
      from = to;
    }
    return joined(tokens);
  }

  private NDArray grams(NDManager scope, List<Medium> media) {
    int frames = config.periodicityConfig().frames();
    NDList grams = new NDList();
    for (Medium medium : media) {
      grams.add(Torch.floats(scope, medium.gram(), 1, PeriodicityEncoder.FEATURES, frames, frames));
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

  private NDArray put(NDManager scope, NDArray x, long[] places, NDArray features) {
    return placeRows.apply(scope, x, Torch.longs(scope, places, places.length), features);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
