package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A LLaMA decoder: embedding, layers, final norm and output head (Hugging Face names). */
public final class LlamaDecoder {
  private final LlamaConfig config;
  private final NDArray embedding;
  private final List<LlamaLayer> layers = new ArrayList<>();
  private final List<NDArray> headWeights;
  private final Kernel head;
  private final RotaryTable rotary;
  private final Kernel embed = Kernel.load(LlamaDecoder.class, "embed", Map.of());

  /**
   * A decoder with parameters named {@code prefix.model.layers.0…}.
   *
   * @param prefix for example {@code language_model}; empty for a bare LLaMA
   */
  public LlamaDecoder(Parameters parameters, String prefix, LlamaConfig config, Dtype dtype) {
    this.config = config;
    String dot = prefix.isEmpty() ? "" : prefix + ".";
    int d = config.hiddenSize();
    this.embedding =
        parameters.get(dot + "model.embed_tokens.weight", Init.normal(0.02), config.vocabSize(), d);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(new LlamaLayer(parameters, dot + "model.layers." + i, config, dtype));
    }
    NDArray norm = parameters.get(dot + "model.norm.weight", Init.ONES, d);
    NDArray output =
        config.tieWordEmbeddings()
            ? embedding
            : parameters.get(dot + "lm_head.weight", Init.normal(0.02), config.vocabSize(), d);
    this.headWeights = List.of(norm, output);
    this.head =
        Kernel.load(
            LlamaDecoder.class,
            "lm_head",
            Map.of("eps", config.rmsNormEps(), "dtype", dtype.code()));
    this.rotary = new RotaryTable(config.rotaryFrequencies());
  }

  /** Embeddings [b, t, hidden] of token ids [b, t]. */
  public NDArray embed(NDManager scope, NDArray ids) {
    return embed.apply(scope, List.of(embedding), ids).singletonOrThrow();
  }

  /** The configuration. */
  public LlamaConfig config() {
    return config;
  }

  /**
   * Runs all layers.
   *
   * @param x input embeddings [b, t, hidden]
   * @param positions rotary position of each token [b, t]
   * @param mask added to the attention scores [b, 1, t, cached + t]
   * @param cache extended by t positions; null when nothing will follow
   * @return the stream before the final norm [b, t, hidden]
   */
  public NDArray forward(
      NDManager scope, NDArray x, NDArray positions, NDArray mask, @Nullable KvCache cache) {
    NDList table = rotary.of(scope, positions);
    NDArray none = nothing(scope, x.getShape().get(0));
    NDArray hidden = x;
    for (int i = 0; i < layers.size(); i++) {
      boolean cached = cache != null && cache.holds(i);
      NDArray pastKeys = cached ? cache.keys(i) : none;
      NDArray pastValues = cached ? cache.values(i) : none;
      NDList results =
          layers
              .get(i)
              .forward(scope, hidden, table.get(0), table.get(1), mask, pastKeys, pastValues);
      hidden = results.get(0);
      if (cache != null) {
        cache.put(i, results.get(1), results.get(2));
      }
    }
    return hidden;
  }

  /** Logits [n, vocabulary] of the hidden states [n, hidden]. */
  public NDArray logits(NDManager scope, NDArray hidden) {
    return head.apply(scope, headWeights, hidden).singletonOrThrow();
  }

  private NDArray nothing(NDManager scope, long rows) {
    return Torch.floats(scope, new float[0], rows, config.numKeyValueHeads(), 0, config.headDim());
  }
}
