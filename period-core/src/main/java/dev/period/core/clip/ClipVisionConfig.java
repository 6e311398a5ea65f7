package dev.period.core.clip;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Architecture of a CLIP vision tower, with Hugging Face's names and, for keys that are absent from
 * a {@code config.json}, Hugging Face's defaults: those of ViT-B/32.
 *
 * @param imageSize side of the square input in pixels
 * @param patchSize side of a patch in pixels
 * @param hiddenSize width
 * @param intermediateSize width of the MLP
 * @param numHiddenLayers number of layers
 * @param numAttentionHeads heads
 * @param layerNormEps epsilon of LayerNorm
 * @param hiddenAct activation inside the MLPs
 * @param projectionDim width of the space that CLIP shares between images and text
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ClipVisionConfig(
    int imageSize,
    int patchSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    double layerNormEps,
    Activation hiddenAct,
    int projectionDim) {
  private static final String WHERE = "vision_config";

  /** ViT-B/32's: Hugging Face's defaults. */
  public static final ClipVisionConfig VIT_B_32 =
      new ClipVisionConfig(224, 32, 768, 3072, 12, 12, 1e-5, Activation.QUICK_GELU, 512);

  /**
   * Checks the sizes.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when there can be no such tower
   */
  public ClipVisionConfig {
    new TransformerShape(
            hiddenSize,
            intermediateSize,
            numHiddenLayers,
            numAttentionHeads,
            layerNormEps,
            hiddenAct)
        .check(WHERE);
    TransformerShape.checkRange(WHERE, "image_size", imageSize, 1 << 14);
    TransformerShape.checkRange(WHERE, "patch_size", patchSize, imageSize);
    TransformerShape.checkSize(WHERE, "projection_dim", projectionDim);
  }

  /** A tower with CLIP's own activation and the default projection. */
  public ClipVisionConfig(
      int imageSize,
      int patchSize,
      int hiddenSize,
      int intermediateSize,
      int numHiddenLayers,
      int numAttentionHeads,
      double layerNormEps) {
    this(
        imageSize,
        patchSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        layerNormEps,
        Activation.QUICK_GELU,
        512);
  }

  /** From JSON, where null and absent mean Hugging Face's default. */
  @JsonCreator
  static ClipVisionConfig of(
      @JsonProperty("image_size") @Nullable Integer imageSize,
      @JsonProperty("patch_size") @Nullable Integer patchSize,
      @JsonProperty("hidden_size") @Nullable Integer hiddenSize,
      @JsonProperty("intermediate_size") @Nullable Integer intermediateSize,
      @JsonProperty("num_hidden_layers") @Nullable Integer numHiddenLayers,
      @JsonProperty("num_attention_heads") @Nullable Integer numAttentionHeads,
      @JsonProperty("layer_norm_eps") @Nullable Double layerNormEps,
      @JsonProperty("hidden_act") @Nullable Activation hiddenAct,
      @JsonProperty("projection_dim") @Nullable Integer projectionDim) {
    ClipVisionConfig base = VIT_B_32;
    return new ClipVisionConfig(
        Objects.requireNonNullElse(imageSize, base.imageSize()),
        Objects.requireNonNullElse(patchSize, base.patchSize()),
        Objects.requireNonNullElse(hiddenSize, base.hiddenSize()),
        Objects.requireNonNullElse(intermediateSize, base.intermediateSize()),
        Objects.requireNonNullElse(numHiddenLayers, base.numHiddenLayers()),
        Objects.requireNonNullElse(numAttentionHeads, base.numAttentionHeads()),
        Objects.requireNonNullElse(layerNormEps, base.layerNormEps()),
        Objects.requireNonNullElse(hiddenAct, base.hiddenAct()),
        Objects.requireNonNullElse(projectionDim, base.projectionDim()));
  }

  /** Patches along one side; pixels that fill no whole patch are not seen. */
  public int grid() {
    return imageSize / patchSize;
  }

  /** Tokens of one image: the class token and its patches. */
  public int tokens() {
    return grid() * grid() + 1;
  }

  /**
   * The index of a hidden state as Hugging Face counts: 0 the embeddings, i the output of layer i;
   * negative from the end, -1 the last layer.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when there is no such layer
   */
  public int hiddenState(int layer) {
    int index = layer < 0 ? numHiddenLayers + 1 + layer : layer;
    if (index < 0 || index > numHiddenLayers) {
      throw TransformerShape.wrong(
          WHERE,
          "there is no hidden state " + layer + " in a tower of " + numHiddenLayers + " layers");
    }
    return index;
  }

  /** The same tower with another width of the shared space. */
  ClipVisionConfig projectedTo(int dim) {
    return new ClipVisionConfig(
        imageSize,
        patchSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        layerNormEps,
        hiddenAct,
        dim);
  }

  TransformerShape shape() {
    return new TransformerShape(
        hiddenSize, intermediateSize, numHiddenLayers, numAttentionHeads, layerNormEps, hiddenAct);
  }
}
