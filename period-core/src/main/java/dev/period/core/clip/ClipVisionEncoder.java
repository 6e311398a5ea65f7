package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * CLIP's vision transformer up to one hidden layer (Radford et al. 2021; Hugging Face names, {@code
 * pre_layrnorm} included).
 */
public final class ClipVisionEncoder {
  private final Kernel embeddings;
  private final List<NDArray> embeddingWeights;
  private final Kernel layer;
  private final List<List<NDArray>> layerWeights = new ArrayList<>();

  /**
   * A tower with parameters named {@code prefix.embeddings…}.
   *
   * @param featureLayer which hidden state to return, as LLaVA's {@code vision_feature_layer}: -1
   *     is the last layer's, -2 the one before; layers above it are not built
   */
  public ClipVisionEncoder(
      Parameters parameters,
      String prefix,
      ClipVisionConfig config,
      int featureLayer,
      Dtype dtype) {
    int d = config.hiddenSize();
    int p = config.patchSize();
    int tokens = config.grid() * config.grid() + 1;
    String e = prefix + ".embeddings.";
    this.embeddingWeights =
        List.of(
            parameters.get(e + "class_embedding", Init.normal(0.02), d),
            parameters.get(e + "patch_embedding.weight", Init.fanIn(3L * p * p), d, 3, p, p),
            parameters.get(e + "position_embedding.weight", Init.normal(0.02), tokens, d),
            parameters.get(prefix + ".pre_layrnorm.weight", Init.ONES, d),
            parameters.get(prefix + ".pre_layrnorm.bias", Init.ZEROS, d));
    this.embeddings =
        Kernel.load(
            ClipVisionEncoder.class,
            "clip_embeddings",
            Map.of("patch", p, "width", d, "eps", config.layerNormEps()));
    this.layer =
        Kernel.load(
            ClipVisionEncoder.class,
            "clip_layer",
            Map.of(
                "eps", config.layerNormEps(),
                "dtype", dtype.code(),
                "heads", config.numAttentionHeads(),
                "head_dim", d / config.numAttentionHeads(),
                "width", d));
    int used = config.numHiddenLayers() + 1 + featureLayer;
    for (int i = 0; i < used; i++) {
      layerWeights.add(layerWeights(parameters, prefix + ".encoder.layers." + i + ".", config));
    }
  }

  private static List<NDArray> layerWeights(
      Parameters parameters, String prefix, ClipVisionConfig config) {
    int d = config.hiddenSize();
    int ff = config.intermediateSize();
    Init residual = Init.normal(1 / Math.sqrt(2.0 * config.numHiddenLayers() * d));
    List<NDArray> weights = new ArrayList<>();
    weights.add(parameters.get(prefix + "layer_norm1.weight", Init.ONES, d));
    weights.add(parameters.get(prefix + "layer_norm1.bias", Init.ZEROS, d));
    for (String name : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
      Init init = name.equals("out_proj") ? residual : Init.fanIn(d);
      weights.add(parameters.get(prefix + "self_attn." + name + ".weight", init, d, d));
      weights.add(parameters.get(prefix + "self_attn." + name + ".bias", Init.ZEROS, d));
    }
    weights.add(parameters.get(prefix + "layer_norm2.weight", Init.ONES, d));
    weights.add(parameters.get(prefix + "layer_norm2.bias", Init.ZEROS, d));
    weights.add(parameters.get(prefix + "mlp.fc1.weight", Init.fanIn(d), ff, d));
    weights.add(parameters.get(prefix + "mlp.fc1.bias", Init.ZEROS, ff));
    weights.add(
        parameters.get(
            prefix + "mlp.fc2.weight",
            Init.normal(1 / Math.sqrt(2.0 * config.numHiddenLayers() * ff)),
            d,
            ff));
    weights.add(parameters.get(prefix + "mlp.fc2.bias", Init.ZEROS, d));
    return weights;
  }

  /**
   * Patch features of each image, CLS dropped.
   *
   * @param pixels normalised images [n, 3, size, size]
   * @return [n, grid * grid, hidden]
   */
  public NDArray patches(NDManager scope, NDArray pixels) {
    NDArray x = embeddings.apply(scope, embeddingWeights, pixels).singletonOrThrow();
    for (List<NDArray> weights : layerWeights) {
      x = layer.apply(scope, weights, x).singletonOrThrow();
    }
    NDArray patches = x.get(new NDIndex(":, 1:"));
    patches.attach(scope);
    return patches;
  }
}
