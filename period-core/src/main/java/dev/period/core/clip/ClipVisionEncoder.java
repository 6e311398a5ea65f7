package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.LayerNorm;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import java.util.List;
import java.util.Map;

/**
 * CLIP's vision transformer up to one hidden state (Radford et al. 2021; Hugging Face names, {@code
 * pre_layrnorm} included).
 *
 * <p>What follows the tower in CLIP is separate, because LLaVA does not use it: {@link
 * #postLayerNorm} and {@link ClipProjection}. The pooled output of an image is the former over the
 * class token of the last hidden state.
 */
public final class ClipVisionEncoder {
  private final Kernel embeddings;
  private final List<NDArray> embeddingWeights;
  private final ClipTransformer transformer;

  /**
   * A tower with parameters named {@code prefix.embeddings…}.
   *
   * @param featureLayer which hidden state to return, as LLaVA's {@code vision_feature_layer}: 0 is
   *     the embeddings behind the first norm, i layer i's output, -1 the last layer's, -2 that of
   *     the one before; layers above it are not built
   * @throws dev.period.core.PeriodException of kind MODEL when there is no such layer
   */
  public ClipVisionEncoder(
      Parameters parameters,
      String prefix,
      ClipVisionConfig config,
      int featureLayer,
      Dtype dtype) {
    int d = config.hiddenSize();
    int p = config.patchSize();
    String e = prefix + ".embeddings.";
    this.embeddingWeights =
        List.of(
            parameters.get(e + "class_embedding", Init.normal(0.02), d),
            parameters.get(e + "patch_embedding.weight", Init.fanIn(3L * p * p), d, 3, p, p),
            parameters.get(e + "position_embedding.weight", Init.normal(0.02), config.tokens(), d),
            parameters.get(prefix + ".pre_layrnorm.weight", Init.ONES, d),
            parameters.get(prefix + ".pre_layrnorm.bias", Init.ZEROS, d));
    this.embeddings =
        Kernel.load(
            ClipVisionEncoder.class,
            "clip_embeddings",
            Map.of("patch", p, "width", d, "eps", config.layerNormEps()));
    this.transformer =
        new ClipTransformer(
            parameters,
            prefix + ".encoder",
            config.shape(),
            config.hiddenState(featureLayer),
            false,
            dtype);
  }

  /**
   * The norm that CLIP, and PPLLaVA's released code, put behind the last layer.
   *
   * @param prefix of the tower
   */
  public static LayerNorm postLayerNorm(
      Parameters parameters, String prefix, ClipVisionConfig config) {
    return new LayerNorm(
        parameters, prefix + ".post_layernorm", config.hiddenSize(), config.layerNormEps());
  }

  /**
   * The hidden state of each image.
   *
   * @param pixels normalised images [n, 3, size, size]
   * @return [n, 1 + grid * grid, hidden]: the class token, then patches row by row
   */
  public NDArray tokens(NDManager scope, NDArray pixels) {
    return tokens(scope, pixels, TrainingPass.PLAIN);
  }

  /** Likewise, in a training step. */
  public NDArray tokens(NDManager scope, NDArray pixels, TrainingPass pass) {
    return transformer.forward(scope, embed(scope, pixels), pass.recomputation());
  }

  /**
   * Patch features of each image, the class token dropped.
   *
   * @param pixels normalised images [n, 3, size, size]
   * @return [n, grid * grid, hidden]
   */
  public NDArray patches(NDManager scope, NDArray pixels) {
    return patches(scope, pixels, TrainingPass.PLAIN);
  }

  /** Likewise, in a training step. */
  public NDArray patches(NDManager scope, NDArray pixels, TrainingPass pass) {
    NDArray patches = tokens(scope, pixels, pass).get(new NDIndex(":, 1:"));
    patches.attach(scope);
    return patches;
  }

  /** All hidden states from the embeddings to the one that {@link #tokens} returns. */
  public List<NDArray> hiddenStates(NDManager scope, NDArray pixels) {
    return transformer.hiddenStates(scope, embed(scope, pixels));
  }

  private NDArray embed(NDManager scope, NDArray pixels) {
    return embeddings.apply(scope, embeddingWeights, pixels).singletonOrThrow();
  }
}
