package dev.period.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.llama.LlamaConfig;
import java.util.Map;

/** The decoder's loss out of DJL's plain operations, one by one. */
final class NaiveDecoder {
  private final LlamaConfig config;
  private final Map<String, NDArray> weights;

  NaiveDecoder(LlamaConfig config, Map<String, NDArray> weights) {
    this.config = config;
    this.weights = weights;
  }

  /** The mean cross-entropy of the batch's targets. */
  NDArray loss(NDManager scope, DecoderBatch batch) {
    NDArray x = weights.get("model.embed_tokens.weight").get(batch.ids(scope).flatten());
    x = x.reshape(batch.size(), batch.width(), config.hiddenSize());
    NDArray f = Torch.floats(scope, config.rotaryFrequencies(), config.headDim() / 2);
    NDArray angles = batch.positions(scope).expandDims(-1).mul(f).expandDims(1);
    NDArray cos = angles.cos();
    NDArray sin = angles.sin();
    NDArray mask = batch.mask(scope);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      x = layer("model.layers." + i + ".", x, cos, sin, mask);
    }
    NDArray picked =
        x.reshape(batch.tokens(), -1).get(Torch.longs(scope, batch.rows(), batch.rows().length));
    NDArray logits =
        linear(rmsNorm(picked, weights.get("model.norm.weight")), weights.get("lm_head.weight"));
    NDArray targets = Torch.longs(scope, batch.targets(), batch.targets().length, 1);
    return logits.logSoftmax(-1).gather(targets, 1).mean().neg();
  }

  private NDArray layer(String name, NDArray x, NDArray cos, NDArray sin, NDArray mask) {
    String attention = name + "self_attn.";
    NDArray h = rmsNorm(x, weights.get(name + "input_layernorm.weight"));
    NDArray q = rotated(heads(linear(h, weights.get(attention + "q_proj.weight"))), cos, sin);
    NDArray k = rotated(heads(linear(h, weights.get(attention + "k_proj.weight"))), cos, sin);
    NDArray v = heads(linear(h, weights.get(attention + "v_proj.weight")));
    // a plain number would be freed before the backward pass reads it
    NDArray scale = number(mask, 1 / Math.sqrt(config.headDim()));
    NDArray a = q.matMul(k.swapAxes(2, 3)).mul(scale).add(mask).softmax(-1).matMul(v);
    a = a.swapAxes(1, 2).reshape(x.getShape());
    NDArray y = x.add(linear(a, weights.get(attention + "o_proj.weight")));
    NDArray m = rmsNorm(y, weights.get(name + "post_attention_layernorm.weight"));
    NDArray gate = linear(m, weights.get(name + "mlp.gate_proj.weight"));
    NDArray up = linear(m, weights.get(name + "mlp.up_proj.weight"));
    NDArray s = gate.div(gate.neg().exp().add(number(mask, 1))).mul(up);
    return y.add(linear(s, weights.get(name + "mlp.down_proj.weight")));
  }

  private static NDArray linear(NDArray x, NDArray weight) {
    return x.matMul(weight.transpose());
  }

  private NDArray rmsNorm(NDArray x, NDArray weight) {
    NDArray square = x.mul(x).mean(new int[] {-1}, true);
    return x.div(square.add(number(x, config.rmsNormEps())).sqrt()).mul(weight);
  }

  private static NDArray number(NDArray like, double value) {
    return like.getManager().create((float) value);
  }

  private NDArray heads(NDArray x) {
    long b = x.getShape().get(0);
    long t = x.getShape().get(1);
    return x.reshape(b, t, config.numAttentionHeads(), config.headDim()).swapAxes(1, 2);
  }

  private NDArray rotated(NDArray x, NDArray cos, NDArray sin) {
    NDList halves = x.split(2, 3);
    NDArray a = halves.get(0);
    NDArray b = halves.get(1);
    return NDArrays.concat(new NDList(a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))), 3);
  }
}
