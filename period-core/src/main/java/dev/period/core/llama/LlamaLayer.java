package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.nn.Init;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.LoraKernel;
import dev.period.core.nn.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One LLaMA layer as a single kernel: RMSNorm, rotary attention, SwiGLU (Touvron et al. 2023; names
 * and half-split rotary layout of Hugging Face).
 *
 * <p>Shapes: x [b, t, hidden]; cos, sin [b, 1, t, headDim/2]; mask [b, 1, t, past + t], added to
 * the scores; keys and values [b, kvHeads, past + t, headDim].
 */
public final class LlamaLayer {
  private static final String KERNEL = "llama_layer";
  private static final int SUMS = 4;

  private final LoraKernel kernel;
  private final LoraKernel.Builder adapted;
  private final Map<String, Object> observing;
  private final String prefix;
  private final List<NDArray> weights = new ArrayList<>();

  /** A layer with parameters named {@code prefix.self_attn…} and {@code prefix.mlp…}. */
  public LlamaLayer(Parameters parameters, String prefix, LlamaConfig config, Dtype dtype) {
    int d = config.hiddenSize();
    int kv = config.keyValueWidth();
    int wide = config.attentionWidth();
    int ff = config.intermediateSize();
    String attention = prefix + ".self_attn.";
    String mlp = prefix + ".mlp.";
    Init in = Init.fanIn(d);
    // residual branches start small, so that depth does not blow up the stream
    Init out = Init.normal(1 / Math.sqrt(2.0 * config.numHiddenLayers() * d));
    Init down = Init.normal(1 / Math.sqrt(2.0 * config.numHiddenLayers() * ff));
    weights.add(parameters.get(prefix + ".input_layernorm.weight", Init.ONES, d));
    weights.add(parameters.linear(attention + "q_proj.weight", in, wide, d));
    weights.add(parameters.linear(attention + "k_proj.weight", in, kv, d));
    weights.add(parameters.linear(attention + "v_proj.weight", in, kv, d));
    weights.add(parameters.linear(attention + "o_proj.weight", out, d, wide));
    weights.add(parameters.get(prefix + ".post_attention_layernorm.weight", Init.ONES, d));
    weights.add(parameters.linear(mlp + "gate_proj.weight", in, ff, d));
    weights.add(parameters.linear(mlp + "up_proj.weight", in, ff, d));
    weights.add(parameters.linear(mlp + "down_proj.weight", down, d, ff));
    boolean attentionBias = config.attentionBias();
    boolean tuned = config.biasTuning();
    Map<String, Object> constants = new HashMap<>();
    constants.put(
        "q_bias", bias(parameters, attention + "q_proj", wide, attentionBias || tuned, dtype));
    constants.put("k_bias", bias(parameters, attention + "k_proj", kv, attentionBias, dtype));
    constants.put("v_bias", bias(parameters, attention + "v_proj", kv, attentionBias, dtype));
    constants.put(
        "o_bias", bias(parameters, attention + "o_proj", d, attentionBias || tuned, dtype));
    constants.put(
        "gate_bias", bias(parameters, mlp + "gate_proj", ff, config.mlpBias() || tuned, dtype));
    constants.put(
        "up_bias", bias(parameters, mlp + "up_proj", ff, config.mlpBias() || tuned, dtype));
    constants.put(
        "down_bias", bias(parameters, mlp + "down_proj", d, config.mlpBias() || tuned, dtype));
    constants.put("linear", parameters.linearFunction());
    constants.put("eps", config.rmsNormEps());
    constants.put("dtype", dtype.code());
    constants.put("heads", config.numAttentionHeads());
    constants.put("kv_heads", config.numKeyValueHeads());
    constants.put("head_dim", config.headDim());
    constants.put("half_dim", config.headDim() / 2);
    constants.put("attention_width", wide);
    constants.put("sum_types", "");
    constants.put("token_sums", "");
    this.adapted =
        LoraKernel.over(parameters, weights, dtype)
            .map(attention + "q_proj", "q", "h", wide, d)
            .map(attention + "k_proj", "k", "h", kv, d)
            .map(attention + "v_proj", "v", "h", kv, d)
            .map(attention + "o_proj", "o", "a", d, wide)
            .map(mlp + "gate_proj", "g", "m", ff, d)
            .map(mlp + "up_proj", "u", "m", ff, d)
            .map(mlp + "down_proj", "d", "s", d, ff);
    this.kernel = adapted.load(LlamaLayer.class, KERNEL, constants, prefix);
    this.prefix = prefix;
    this.observing = new HashMap<>(constants);
    observing.put("sum_types", ", Tensor".repeat(SUMS));
    observing.put(
        "token_sums",
        Stream.of("h", "a", "m", "s")
            .map(input -> ", (self).token_sum(" + input + ", w[-1])")
            .collect(Collectors.joining()));
  }

  /** Adds a bias to the weights if there is one; what the kernel has to read it by. */
  private String bias(
      Parameters parameters, String projection, int width, boolean present, Dtype dtype) {
    if (!present) {
      return "None";
    }
    weights.add(parameters.get(projection + ".bias", Init.ZEROS, width));
    return "torch.to(w[" + (weights.size() - 1) + "], " + dtype.code() + ")";
  }

  /**
   * Returns the new stream, and the keys and values of all positions so far.
   *
   * @param pastKeys either the keys of exactly the positions before x, or, only without gradients,
   *     a buffer that begins with them and has room for those of x, which are written into it
   * @param pastValues likewise
   */
  public NDList forward(
      NDManager scope,
      NDArray x,
      NDArray cos,
      NDArray sin,
      NDArray mask,
      NDArray pastKeys,
      NDArray pastValues) {
    return kernel.apply(scope, weights, x, cos, sin, mask, pastKeys, pastValues);
  }

  /**
   * The new stream alone, of positions without a past.
   *
   * @param none keys, and values, of no positions
   * @param means to which the projections tell what they read
   */
  NDArray observed(
      NDManager scope,
      NDArray x,
      NDArray cos,
      NDArray sin,
      NDArray mask,
      NDArray none,
      InputMeans means) {
    // compiled when somebody asks for the first time
    LoraKernel observer = adapted.load(LlamaLayer.class, KERNEL, observing, prefix);
    List<NDArray> arguments = new ArrayList<>(weights);
    arguments.add(means.counted());
    NDList results = observer.apply(scope, arguments, x, cos, sin, mask, none, none);
    String attention = prefix + ".self_attn.";
    String mlp = prefix + ".mlp.";
    means.add(results.get(3), attention + "q_proj", attention + "k_proj", attention + "v_proj");
    means.add(results.get(4), attention + "o_proj");
    means.add(results.get(5), mlp + "gate_proj", mlp + "up_proj");
    means.add(results.get(6), mlp + "down_proj");
    return results.get(0);
  }
}
