package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Recomputation;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
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
  private final Kernel weightedHead;
  private final Kernel channelMeans;
  private final @Nullable String headName;
  private final Dtype dtype;
  private final RotaryTable rotary;
  private final Kernel embed = Kernel.load(LlamaDecoder.class, "embed", Map.of());
  private final Kernel span = Kernel.load(LlamaDecoder.class, "span", Map.of());

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
    boolean tied = config.tieWordEmbeddings();
    NDArray output =
        tied
            ? embedding
            : parameters.linear(dot + "lm_head.weight", Init.normal(0.02), config.vocabSize(), d);
    this.headWeights = List.of(norm, output);
    Map<String, Object> constants =
        Map.of(
            "linear", tied ? "torch.linear" : parameters.linearFunction(),
            "eps", config.rmsNormEps(),
            "dtype", dtype.code());
    this.head = Kernel.load(LlamaDecoder.class, "lm_head", constants);
    this.weightedHead = Kernel.load(LlamaDecoder.class, "weighted_lm_head", constants);
    this.channelMeans =
        Kernel.load(LlamaDecoder.class, "channel_means", Map.of("eps", config.rmsNormEps()));
    this.headName = tied ? null : dot + "lm_head";
    this.dtype = dtype;
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
      NDArray input = hidden;
      hidden =
          cache == null
              ? layers
                  .get(i)
                  .forward(scope, input, table.get(0), table.get(1), mask, none, none)
                  .get(0)
              : forward(scope, i, input, table, mask, none, cache);
      if (i > 0) {
        input.close(); // the graph, if one is recorded, keeps what it needs
      }
    }
    if (cache != null) {
      cache.advance((int) x.getShape().get(1));
    }
    return hidden;
  }

  /**
   * Runs all layers in a training step.
   *
   * @param x input embeddings [b, t, hidden]
   * @param positions rotary position of each token [b, t]
   * @param mask added to the attention scores [b, 1, t, t]
   * @return the stream before the final norm [b, t, hidden]
   */
  public NDArray forwardTraining(
      NDManager scope, NDArray x, NDArray positions, NDArray mask, TrainingPass pass) {
    Recomputation recomputation = pass.recomputation();
    InputMeans inputs = pass.inputs();
    if (recomputation == null && inputs == null) {
      return forward(scope, x, positions, mask, null);
    }
    NDList table = rotary.of(scope, positions);
    NDArray none = nothing(scope, x.getShape().get(0));
    List<Recomputation.Segment> segments = new ArrayList<>();
    for (LlamaLayer layer : layers) {
      segments.add((own, in) -> layer(own, layer, in, table, mask, none, pass));
    }
    NDArray hidden = x;
    if (recomputation != null && Autograd.recording()) {
      hidden = recomputation.run(scope, x, segments);
    } else {
      for (Recomputation.Segment segment : segments) {
        hidden = segment.run(scope, hidden);
      }
    }
    if (inputs != null && headName != null) {
      NDArray sum = channelMeans(scope, hidden, inputs.counted());
      inputs.add(sum, headName);
    }
    return hidden;
  }

  private static NDArray layer(
      NDManager scope,
      LlamaLayer layer,
      NDArray x,
      NDList table,
      NDArray mask,
      NDArray none,
      TrainingPass pass) {
    InputMeans inputs = pass.inputs();
    // a layer that runs again in the backward pass has told already
    if (inputs != null && (pass.recomputation() == null || !Autograd.recording())) {
      return layer.observed(scope, x, table.get(0), table.get(1), mask, none, inputs);
    }
    return layer.forward(scope, x, table.get(0), table.get(1), mask, none, none).get(0);
  }

  private NDArray forward(
      NDManager scope,
      int layer,
      NDArray x,
      NDList table,
      NDArray mask,
      NDArray none,
      KvCache cache) {
    boolean recorded = Autograd.recording(); // a gradient needs the old keys as they were
    NDArray pastKeys;
    NDArray pastValues;
    if (recorded) {
      pastKeys = cache.holds(layer) ? cache.keys(scope, layer) : none;
      pastValues = cache.holds(layer) ? cache.values(scope, layer) : none;
    } else {
      int rows = (int) x.getShape().get(0);
      cache.reserve(scope, layer, rows, (int) x.getShape().get(1), config, dtype);
      pastKeys = cache.keyBuffer(layer);
      pastValues = cache.valueBuffer(layer);
    }
    NDList results =
        layers.get(layer).forward(scope, x, table.get(0), table.get(1), mask, pastKeys, pastValues);
    if (recorded) {
      cache.put(layer, results.get(1), results.get(2));
    } else {
      results.get(1).close();
      results.get(2).close();
    }
    return results.get(0);
  }

  /**
   * Runs all layers piece by piece, which bounds the memory that a long prompt needs.
   *
   * @param x input embeddings [b, t, hidden]
   * @param positions rotary position of each token [b, t]
   * @param mask added to the attention scores [b, 1, t, t]
   * @param bounds where the pieces begin and end, see {@link PrefillChunks}
   * @param cache empty; filled with all t positions
   * @return the stream before the final norm [b, t, hidden]
   */
  public NDArray prefill(
      NDManager scope, NDArray x, NDArray positions, NDArray mask, int[] bounds, KvCache cache) {
    NDList pieces = new NDList();
    for (int i = 0; i + 1 < bounds.length; i++) {
      long from = bounds[i];
      long to = bounds[i + 1];
      NDArray rows = span.run(scope, mask, 2L, from, to);
      pieces.add(
          forward(
              scope,
              span.run(scope, x, 1L, from, to),
              span.run(scope, positions, 1L, from, to),
              span.run(scope, rows, 3L, 0L, to),
              cache));
    }
    return NDArrays.concat(pieces, 1);
  }

  /** Logits [n, vocabulary] of the hidden states [n, hidden]. */
  public NDArray logits(NDManager scope, NDArray hidden) {
    return head.apply(scope, headWeights, hidden).singletonOrThrow();
  }

  /**
   * Logits [n, vocabulary] of the hidden states [n, hidden], with the gradient of the final norm's
   * output multiplied by {@code channels} [n, hidden] on its way back.
   */
  public NDArray logits(NDManager scope, NDArray hidden, NDArray channels) {
    return weightedHead.apply(scope, headWeights, hidden, channels).singletonOrThrow();
  }

  /**
   * Averages of the final norm's output, without a gradient.
   *
   * @param hidden the stream before the final norm [b, t, hidden]
   * @param averaging weights of all tokens in each average [n, b * t]
   * @return [n, hidden]
   */
  public NDArray channelMeans(NDManager scope, NDArray hidden, NDArray averaging) {
    return channelMeans
        .apply(scope, headWeights.subList(0, 1), hidden, averaging)
        .singletonOrThrow();
  }

  private NDArray nothing(NDManager scope, long rows) {
    return Torch.floats(scope, new float[0], rows, config.numKeyValueHeads(), 0, config.headDim());
  }
}
