package dev.period.core.clip;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Architecture of a CLIP text encoder, with Hugging Face's names and, for keys that are absent from
 * a {@code config.json}, Hugging Face's defaults: those of ViT-B/32.
 *
 * @param vocabSize number of token ids
 * @param hiddenSize width
 * @param intermediateSize width of the MLP
 * @param numHiddenLayers number of layers
 * @param numAttentionHeads heads
 * @param maxPositionEmbeddings tokens that fit, without the extension
 * @param layerNormEps epsilon of LayerNorm
 * @param hiddenAct activation inside the MLPs
 * @param bosTokenId id that a text begins with; see {@link #startToken()}
 * @param eosTokenId id that a text ends with, and whose place is pooled; see {@link #endToken()}
 * @param projectionDim width of the space that CLIP shares between images and text
 * @param contextExtension how more tokens fit; null for CLIP as it was trained (ours, no Hugging
 *     Face key)
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClipTextConfig(
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int maxPositionEmbeddings,
    double layerNormEps,
    Activation hiddenAct,
    int bosTokenId,
    int eosTokenId,
    int projectionDim,
    @Nullable ContextExtension contextExtension) {
  private static final String WHERE = "text_config of CLIP";

  /** ViT-B/32's: Hugging Face's defaults. */
  public static final ClipTextConfig VIT_B_32 =
      new ClipTextConfig(
          49408, 512, 2048, 12, 8, 77, 1e-5, Activation.QUICK_GELU, 49406, 49407, 512, null);

  /** The end token that early configurations name, though no tokenizer of CLIP ever used it. */
  private static final int LEGACY_EOS = 2;

  /**
   * Checks the sizes.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when there can be no such encoder
   */
  public ClipTextConfig {
    new TransformerShape(
            hiddenSize,
            intermediateSize,
            numHiddenLayers,
            numAttentionHeads,
            layerNormEps,
            hiddenAct)
        .check(WHERE);
    TransformerShape.checkRange(WHERE, "vocab_size", vocabSize, 1 << 24);
    TransformerShape.checkRange(WHERE, "max_position_embeddings", maxPositionEmbeddings, 1 << 16);
    TransformerShape.checkSize(WHERE, "projection_dim", projectionDim);
    if (eosTokenId < 0 || eosTokenId >= vocabSize) {
      throw TransformerShape.wrong(
          WHERE, "eos_token_id " + eosTokenId + " is outside the vocabulary of " + vocabSize);
    }
    if (contextExtension != null) {
      contextExtension.check(WHERE, maxPositionEmbeddings);
    }
  }

  /** From JSON, where null and absent mean Hugging Face's default. */
  @JsonCreator
  static ClipTextConfig of(
      @JsonProperty("vocab_size") @Nullable Integer vocabSize,
      @JsonProperty("hidden_size") @Nullable Integer hiddenSize,
      @JsonProperty("intermediate_size") @Nullable Integer intermediateSize,
      @JsonProperty("num_hidden_layers") @Nullable Integer numHiddenLayers,
      @JsonProperty("num_attention_heads") @Nullable Integer numAttentionHeads,
      @JsonProperty("max_position_embeddings") @Nullable Integer maxPositionEmbeddings,
      @JsonProperty("layer_norm_eps") @Nullable Double layerNormEps,
      @JsonProperty("hidden_act") @Nullable Activation hiddenAct,
      @JsonProperty("bos_token_id") @Nullable Integer bosTokenId,
      @JsonProperty("eos_token_id") @Nullable Integer eosTokenId,
      @JsonProperty("projection_dim") @Nullable Integer projectionDim,
      @JsonProperty("context_extension") @Nullable ContextExtension contextExtension) {
    ClipTextConfig base = VIT_B_32;
    return new ClipTextConfig(
        Objects.requireNonNullElse(vocabSize, base.vocabSize()),
        Objects.requireNonNullElse(hiddenSize, base.hiddenSize()),
        Objects.requireNonNullElse(intermediateSize, base.intermediateSize()),
        Objects.requireNonNullElse(numHiddenLayers, base.numHiddenLayers()),
        Objects.requireNonNullElse(numAttentionHeads, base.numAttentionHeads()),
        Objects.requireNonNullElse(maxPositionEmbeddings, base.maxPositionEmbeddings()),
        Objects.requireNonNullElse(layerNormEps, base.layerNormEps()),
        Objects.requireNonNullElse(hiddenAct, base.hiddenAct()),
        Objects.requireNonNullElse(bosTokenId, base.bosTokenId()),
        Objects.requireNonNullElse(eosTokenId, base.eosTokenId()),
        Objects.requireNonNullElse(projectionDim, base.projectionDim()),
        contextExtension);
  }

  /** The same encoder with a longer context. */
  public ClipTextConfig extended(ContextExtension extension) {
    return new ClipTextConfig(
        vocabSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        maxPositionEmbeddings,
        layerNormEps,
        hiddenAct,
        bosTokenId,
        eosTokenId,
        projectionDim,
        extension);
  }

  /** The same encoder with another width of the shared space. */
  ClipTextConfig projectedTo(int dim) {
    return new ClipTextConfig(
        vocabSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        maxPositionEmbeddings,
        layerNormEps,
        hiddenAct,
        bosTokenId,
        eosTokenId,
        dim,
        contextExtension);
  }

  /** Tokens that fit. */
  public int contextLength() {
    return contextExtension == null
        ? maxPositionEmbeddings
        : contextExtension.length(maxPositionEmbeddings);
  }

  /**
   * True for configurations of before 2023, whose {@code eos_token_id} 2 no tokenizer uses: the end
   * token is then the largest id of a text.
   */
  public boolean endIsLargest() {
    return eosTokenId == LEGACY_EOS;
  }

  /** The id that a text begins with. */
  public int startToken() {
    return endIsLargest() ? vocabSize - 2 : bosTokenId;
  }

  /** The id that a text ends with. */
  public int endToken() {
    return endIsLargest() ? vocabSize - 1 : eosTokenId;
  }

  TransformerShape shape() {
    return new TransformerShape(
        hiddenSize, intermediateSize, numHiddenLayers, numAttentionHeads, layerNormEps, hiddenAct);
  }
}
