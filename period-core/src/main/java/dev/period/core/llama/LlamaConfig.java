package dev.period.core.llama;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Architecture of a LLaMA decoder, with Hugging Face's names and, for keys that are absent, the
 * defaults of its {@code LlamaConfig}: those of LLaMA-7B.
 *
 * @param vocabSize number of token ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the SwiGLU layer
 * @param numHiddenLayers number of layers
 * @param numAttentionHeads query heads
 * @param numKeyValueHeads key-value heads, a divisor of the query heads; 0 means as many
 * @param headDim width of one head; 0 means {@code hiddenSize / numAttentionHeads}
 * @param rmsNormEps epsilon of RMSNorm
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how frequencies are lowered; null for not at all
 * @param tieWordEmbeddings whether the output head shares the embedding
 * @param attentionBias whether query, key, value and output projections have biases
 * @param mlpBias whether gate, up and down projections have biases
 * @param biasTuning whether all projections but key and value have biases: the parameters that
 *     LLaMA-Adapter V2 (Gao et al. 2023) and Period-LLM train
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LlamaConfig(
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    double rmsNormEps,
    double ropeTheta,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RopeScaling ropeScaling,
    boolean tieWordEmbeddings,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean attentionBias,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean mlpBias,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean biasTuning) {

  private static final int LARGEST = 1 << 24;

  /**
   * Checks the numbers.
   *
   * @throws PeriodException of kind MODEL that names the key, when they describe no LLaMA
   */
  public LlamaConfig {
    size("vocab_size", vocabSize, LARGEST);
    size("hidden_size", hiddenSize, 1 << 20);
    size("intermediate_size", intermediateSize, LARGEST);
    size("num_hidden_layers", numHiddenLayers, 10_000);
    size("num_attention_heads", numAttentionHeads, 1 << 14);
    numKeyValueHeads = numKeyValueHeads == 0 ? numAttentionHeads : numKeyValueHeads;
    size("num_key_value_heads", numKeyValueHeads, 1 << 14);
    if (numAttentionHeads % numKeyValueHeads != 0) {
      throw invalid(
          "num_attention_heads "
              + numAttentionHeads
              + " is no multiple of num_key_value_heads "
              + numKeyValueHeads);
    }
    if (headDim == 0) {
      if (hiddenSize % numAttentionHeads != 0) {
        throw invalid(
            "hidden_size "
                + hiddenSize
                + " is no multiple of num_attention_heads "
                + numAttentionHeads);
      }
      headDim = hiddenSize / numAttentionHeads;
    }
    size("head_dim", headDim, 1 << 14);
    if (headDim % 2 != 0) {
      throw invalid("head_dim " + headDim + " is odd; rotary embedding turns pairs of channels");
    }
    if (!(rmsNormEps > 0) || rmsNormEps >= 1) {
      throw invalid("rms_norm_eps is " + rmsNormEps + "; it must be above 0 and below 1");
    }
    if (!(ropeTheta >= 1) || ropeTheta > 1e12) {
      throw invalid("rope_theta is " + ropeTheta + "; it must be from 1 to 1e12");
    }
  }

  /** A decoder without biases, scaled frequencies or heads of a width of their own. */
  public LlamaConfig(
      int vocabSize,
      int hiddenSize,
      int intermediateSize,
      int numHiddenLayers,
      int numAttentionHeads,
      int numKeyValueHeads,
      double rmsNormEps,
      double ropeTheta,
      boolean tieWordEmbeddings) {
    this(
        vocabSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        numKeyValueHeads,
        0,
        rmsNormEps,
        ropeTheta,
        null,
        tieWordEmbeddings,
        false,
        false,
        false);
  }

  /** Reads Hugging Face's keys; transformers 5 keeps those of RoPE in {@code rope_parameters}. */
  @JsonCreator
  static LlamaConfig read(
      @JsonProperty("vocab_size") @Nullable Integer vocabSize,
      @JsonProperty("hidden_size") @Nullable Integer hiddenSize,
      @JsonProperty("intermediate_size") @Nullable Integer intermediateSize,
      @JsonProperty("num_hidden_layers") @Nullable Integer numHiddenLayers,
      @JsonProperty("num_attention_heads") @Nullable Integer numAttentionHeads,
      @JsonProperty("num_key_value_heads") @Nullable Integer numKeyValueHeads,
      @JsonProperty("head_dim") @Nullable Integer headDim,
      @JsonProperty("rms_norm_eps") @Nullable Double rmsNormEps,
      @JsonProperty("rope_theta") @Nullable Double ropeTheta,
      @JsonProperty("rope_scaling") @Nullable RopeScaling ropeScaling,
      @JsonProperty("rope_parameters") @Nullable RopeParameters ropeParameters,
      @JsonProperty("tie_word_embeddings") @Nullable Boolean tieWordEmbeddings,
      @JsonProperty("attention_bias") @Nullable Boolean attentionBias,
      @JsonProperty("mlp_bias") @Nullable Boolean mlpBias,
      @JsonProperty("bias_tuning") @Nullable Boolean biasTuning) {
    Double theta = ropeTheta;
    RopeScaling scaling = ropeScaling;
    if (ropeParameters != null) {
      theta = theta == null ? ropeParameters.theta() : theta;
      scaling = scaling == null ? ropeParameters.scaling() : scaling;
    }
    return new LlamaConfig(
        vocabSize == null ? 32000 : vocabSize,
        hiddenSize == null ? 4096 : hiddenSize,
        intermediateSize == null ? 11008 : intermediateSize,
        numHiddenLayers == null ? 32 : numHiddenLayers,
        numAttentionHeads == null ? 32 : numAttentionHeads,
        given("num_key_value_heads", numKeyValueHeads),
        given("head_dim", headDim),
        rmsNormEps == null ? 1e-6 : rmsNormEps,
        theta == null ? 10000 : theta,
        scaling,
        tieWordEmbeddings != null && tieWordEmbeddings,
        attentionBias != null && attentionBias,
        mlpBias != null && mlpBias,
        biasTuning != null && biasTuning);
  }

  /** A 0 that stands in a file is a mistake, not the default. */
  private static int given(String key, @Nullable Integer value) {
    if (value == null) {
      return 0;
    }
    size(key, value, LARGEST);
    return value;
  }

  /** Width of all query heads together. */
  public int attentionWidth() {
    return numAttentionHeads * headDim;
  }

  /** Width of all key heads, or value heads, together. */
  public int keyValueWidth() {
    return numKeyValueHeads * headDim;
  }

  /** The rotary frequencies theta^(-2i/d), scaled, one per pair of channels; radians per token. */
  public float[] rotaryFrequencies() {
    float[] frequencies = new float[headDim / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double frequency = Math.pow(ropeTheta, -2.0 * i / headDim);
      frequencies[i] = (float) (ropeScaling == null ? frequency : ropeScaling.scale(frequency));
    }
    return frequencies;
  }

  private static void size(String key, int value, int largest) {
    if (value < 1 || value > largest) {
      throw invalid(key + " is " + value + "; it must be from 1 to " + largest);
    }
  }

  private static PeriodException invalid(String what) {
    return new PeriodException(Kind.MODEL, "the decoder's " + what);
  }
}
