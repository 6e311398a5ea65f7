package dev.period.core.clip;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Architecture of a CLIP vision tower, with Hugging Face's names and defaults.
 *
 * @param imageSize side of the square input in pixels
 * @param patchSize side of a patch in pixels
 * @param hiddenSize width
 * @param intermediateSize width of the MLP
 * @param numHiddenLayers number of layers
 * @param numAttentionHeads heads
 * @param layerNormEps epsilon of LayerNorm; 0 means 1e-5
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ClipVisionConfig(
    int imageSize,
    int patchSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    double layerNormEps) {

  /** Fills in Hugging Face's defaults. */
  public ClipVisionConfig {
    layerNormEps = layerNormEps == 0 ? 1e-5 : layerNormEps;
  }

  /** Patches along one side. */
  public int grid() {
    return imageSize / patchSize;
  }
}
