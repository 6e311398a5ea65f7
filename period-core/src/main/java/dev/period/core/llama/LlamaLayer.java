package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import java.util.List;
import java.util.Map;

/**
 * One LLaMA layer as a single kernel: RMSNorm, rotary attention, SwiGLU (Touvron et al. 2023; names
 * and half-split rotary layout of Hugging Face).
 *
 * <p>Shapes: x [b, t, hidden]; cos, sin [b, 1, t, headDim/2]; mask [b, 1, t, past + t], added to
 * the scores; keys and values [b, kvHeads, past + t, headDim].
 */
public final class LlamaLayer {
  private final Kernel kernel;
  private final List<NDArray> weights;

  /** A layer with parameters named {@code prefix.self_attn…} and {@code prefix.mlp…}. */
  public LlamaLayer(Parameters parameters, String prefix, LlamaConfig config, Dtype dtype) {
    int d = config.hiddenSize();
    int kv = config.numKeyValueHeads() * config.headDim();
    int ff = config.intermediateSize();
    Init in = Init.fanIn(d);
    // residual branches start small, so that depth does not blow up the stream
    Init out = Init.normal(1 / Math.sqrt(2.0 * config.numHiddenLayers() * d));
    Init down = Init.normal(1 / Math.sqrt(2.0 * config.numHiddenLayers() * ff));
    this.weights =
        List.of(
            parameters.get(prefix + ".input_layernorm.weight", Init.ONES, d),
            parameters.get(prefix + ".self_attn.q_proj.weight", in, d, d),
            parameters.get(prefix + ".self_attn.k_proj.weight", in, kv, d),
            parameters.get(prefix + ".self_attn.v_proj.weight", in, kv, d),
            parameters.get(prefix + ".self_attn.o_proj.weight", out, d, d),
            parameters.get(prefix + ".post_attention_layernorm.weight", Init.ONES, d),
            parameters.get(prefix + ".mlp.gate_proj.weight", in, ff, d),
            parameters.get(prefix + ".mlp.up_proj.weight", in, ff, d),
            parameters.get(prefix + ".mlp.down_proj.weight", down, d, ff));
    this.kernel =
        Kernel.load(
            LlamaLayer.class,
            "llama_layer",
            Map.of(
                "eps", config.rmsNormEps(),
                "dtype", dtype.code(),
                "heads", config.numAttentionHeads(),
                "kv_heads", config.numKeyValueHeads(),
                "head_dim", config.headDim(),
                "half_dim", config.headDim() / 2,
                "gqa", config.numKeyValueHeads() == config.numAttentionHeads() ? "False" : "True",
                "attention_width", d));
  }

  /** Returns the new stream, and the keys and values of all positions so far. */
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
}
