package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.LayerNorm;
import dev.period.core.nn.Parameters;
import java.util.List;
import java.util.Map;

/**
 * A whole CLIP (Radford et al. 2021): how well do images and texts fit? Parameter names are those
 * of Hugging Face's {@code CLIPModel}.
 */
public final class ClipModel {
  /** The name of the parameter that holds the logarithm of the factor on cosines, of shape []. */
  public static final String LOGIT_SCALE = "logit_scale";

  private final ClipVisionEncoder vision;
  private final LayerNorm postNorm;
  private final ClipProjection visualProjection;
  private final ClipTextEncoder text;
  private final Kernel logits;
  private final Kernel loss;
  private final NDArray logitScale;

  /** Builds the model; matrix products are in {@code dtype}. */
  public ClipModel(Parameters parameters, ClipConfig config, Dtype dtype) {
    ClipVisionConfig visionConfig = config.visionConfig();
    String tower = "vision_model";
    this.vision = new ClipVisionEncoder(parameters, tower, visionConfig, -1, dtype);
    this.postNorm = ClipVisionEncoder.postLayerNorm(parameters, tower, visionConfig);
    this.visualProjection =
        new ClipProjection(
            parameters,
            "visual_projection",
            visionConfig.hiddenSize(),
            config.projectionDim(),
            dtype);
    this.text = new ClipTextEncoder(parameters, "", config.textConfig(), dtype);
    this.logitScale =
        parameters.get(LOGIT_SCALE, new Init((float) config.logitScaleInitValue(), 0));
    this.logits = Kernel.load(ClipModel.class, "clip_logits", Map.of());
    this.loss = Kernel.load(ClipModel.class, "contrastive_loss", Map.of());
  }

  /**
   * True for a tensor of early checkpoints that holds no weights but the numbers 0, 1, 2, …: {@code
   * text_model.embeddings.position_ids} and {@code vision_model.embeddings.position_ids}, under any
   * prefix. Readers leave them out.
   */
  public static boolean isLegacyBuffer(String name) {
    return name.endsWith("_model.embeddings.position_ids");
  }

  /** The text side. */
  public ClipTextEncoder text() {
    return text;
  }

  /**
   * Embeddings of images in the shared space, not normalised.
   *
   * @param pixels normalised images [n, 3, size, size]
   * @return [n, projection]
   */
  public NDArray imageEmbeds(NDManager scope, NDArray pixels) {
    NDArray first = vision.tokens(scope, pixels).get(new NDIndex(":, 0"));
    first.attach(scope);
    return visualProjection.apply(scope, postNorm.apply(scope, first));
  }

  /**
   * Cosines of all pairs times exp(logit scale).
   *
   * @param images [n, projection], of any length
   * @param texts [m, projection], of any length
   * @return [n, m]; Hugging Face's {@code logits_per_image}
   */
  public NDArray logits(NDManager scope, NDArray images, NDArray texts) {
    return logits
        .apply(
            scope,
            List.of(logitScale),
            ClipProjection.unit(scope, images),
            ClipProjection.unit(scope, texts))
        .singletonOrThrow();
  }

  /**
   * The symmetric cross-entropy of pairs (Radford et al. 2021, Fig. 3).
   *
   * @param logits [n, n], the pairs on the diagonal
   * @return a scalar
   */
  public NDArray contrastiveLoss(NDManager scope, NDArray logits) {
    return loss.apply(scope, logits);
  }
}
