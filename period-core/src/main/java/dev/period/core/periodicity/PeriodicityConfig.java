package dev.period.core.periodicity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Size of the periodicity encoder.
 *
 * @param enabled whether the model has periodicity tokens at all
 * @param frames length of the sequence; must be even
 * @param lags how far the lag profile looks to each side, in frames; must be a multiple of 2
 * @param hiddenSize width
 * @param intermediateSize width of the SwiGLU layers
 * @param numHiddenLayers bidirectional layers
 * @param numAttentionHeads heads
 * @param channels of the convolutions over the lag image
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PeriodicityConfig(
    boolean enabled,
    int frames,
    int lags,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int channels) {

  /** No periodicity encoder. */
  public static final PeriodicityConfig NONE = new PeriodicityConfig(false, 0, 0, 0, 0, 0, 0, 0);

  /** The number of tokens: one per pair of frames, none when switched off. */
  public int tokens() {
    return enabled ? frames / 2 : 0;
  }
}
