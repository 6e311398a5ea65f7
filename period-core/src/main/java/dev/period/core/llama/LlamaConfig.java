package dev.period.core.llama;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Architecture of a LLaMA decoder, with Hugging Face's names and defaults.
 *
 * @param vocabSize number of token ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the SwiGLU layer
 * @param numHiddenLayers number of layers
 * @param numAttentionHeads query heads
 * @param numKeyValueHeads key-value heads; 0 means as many as query heads
 * @param rmsNormEps epsilon of RMSNorm
 * @param ropeTheta base of the rotary frequencies; 0 means 10000
 * @param tieWordEmbeddings whether the output head shares the embedding
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LlamaConfig(
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    double rmsNormEps,
    double ropeTheta,
    boolean tieWordEmbeddings) {

  /** Fills in Hugging Face's defaults. */
  public LlamaConfig {
    numKeyValueHeads = numKeyValueHeads == 0 ? numAttentionHeads : numKeyValueHeads;
    rmsNormEps = rmsNormEps == 0 ? 1e-6 : rmsNormEps;
    ropeTheta = ropeTheta == 0 ? 10000 : ropeTheta;
  }

  /** Width of one head. */
  public int headDim() {
    return hiddenSize / numAttentionHeads;
  }

  /** The rotary frequencies theta^(-2i/d), one per pair of channels. */
  public float[] rotaryFrequencies() {
    float[] frequencies = new float[headDim() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) Math.pow(ropeTheta, -2.0 * i / headDim());
    }
    return frequencies;
  }
}
