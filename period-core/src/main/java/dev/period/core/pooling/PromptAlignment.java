package dev.period.core.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.clip.ClipProjection;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ClipTextEncoder;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ClipVisionEncoder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.LayerNorm;
import dev.period.core.nn.Parameters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well each visual token agrees with a prompt in CLIP's shared space: τ times the cosine
 * between the projected token and the text's embedding (PPLLaVA §3.2, Eq. 1 before its softmax),
 * with CLIP's own τ, {@code exp(logit_scale)}.
 *
 * <p>Parameters are named as in CLIP: {@code visual_projection} under the vision tower's prefix,
 * {@code text_model}, {@code text_projection} and {@code logit_scale} under the text tower's.
 */
public final class PromptAlignment {
  /** What CLIP's training starts from, ln(1 / 0.07). */
  private static final double FRESH_LOGIT_SCALE = 2.6592;

  private final @Nullable LayerNorm postLayerNorm;
  private final ClipProjection visualProjection;
  private final ClipTextEncoder text;
  private final List<NDArray> logitScale;
  private final Kernel kernel;

  /**
   * The alignment of a vision and a text tower.
   *
   * @param visionTower prefix of the vision tower, {@code vision_tower}
   * @param textTower prefix of the text tower, {@code text_tower}
   * @param postLayerNorm whether the tower's last LayerNorm comes before the projection: yes in
   *     PPLLaVA's released code, not mentioned in its paper
   */
  public PromptAlignment(
      Parameters parameters,
      String visionTower,
      ClipVisionConfig vision,
      String textTower,
      ClipTextConfig text,
      boolean postLayerNorm,
      Dtype dtype) {
    this.postLayerNorm =
        postLayerNorm
            ? ClipVisionEncoder.postLayerNorm(parameters, visionTower + ".vision_model", vision)
            : null;
    this.visualProjection =
        new ClipProjection(
            parameters,
            visionTower + ".visual_projection",
            vision.hiddenSize(),
            vision.projectionDim(),
            dtype);
    this.text = new ClipTextEncoder(parameters, textTower, text, dtype);
    this.logitScale =
        List.of(parameters.get(logitScale(textTower), new Init((float) FRESH_LOGIT_SCALE, 0)));
    this.kernel = Kernel.load(PromptAlignment.class, "alignment_scores", Map.of());
  }

  /** The name of the logarithm of τ, which PPLLaVA's released code freezes. */
  public static String logitScale(String textTower) {
    return textTower + ".logit_scale";
  }

  /** The text tower. */
  public ClipTextEncoder text() {
    return text;
  }

  /**
   * Prompts as directions in the shared space.
   *
   * @param ids token ids [prompts, t], an end token in each row
   * @return [prompts, projection], of length one
   */
  public NDArray prompts(NDManager scope, NDArray ids) {
    return ClipProjection.unit(scope, text.embeds(scope, ids));
  }

  /**
   * Scores before the softmax.
   *
   * @param features of the vision tower [videos, frames, tokens, hidden]
   * @param prompts one for each video [videos, projection], from {@link #prompts}
   * @return [videos, frames, tokens]
   */
  public NDArray scores(NDManager scope, NDArray features, NDArray prompts) {
    NDArray normed = postLayerNorm == null ? features : postLayerNorm.apply(scope, features);
    NDArray aligned = ClipProjection.unit(scope, visualProjection.apply(scope, normed));
    return kernel.apply(scope, logitScale, aligned, prompts).singletonOrThrow();
  }
}
