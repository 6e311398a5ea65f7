package dev.period.core.periodicity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import java.util.HashSet;
import java.util.List;

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
 * @param features which of {@link SimilarityMaps#NAMES} it looks at
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
    int channels,
    @JsonProperty(defaultValue = "[grey, hog, abs_diff, signed_diff, highpass_grey]")
        List<String> features) {

  /** No periodicity encoder. */
  public static final PeriodicityConfig NONE =
      new PeriodicityConfig(false, 0, 0, 0, 0, 0, 0, 0, SimilarityMaps.GLOBAL);

  /**
   * Checks the features; without any named, they are those that there were at first.
   *
   * @throws PeriodException of kind MODEL for a feature that there is none of, or is there twice
   */
  public PeriodicityConfig {
    features = features == null ? SimilarityMaps.GLOBAL : List.copyOf(features);
    boolean known = SimilarityMaps.NAMES.containsAll(features);
    if (!known || features.isEmpty() || new HashSet<>(features).size() < features.size()) {
      throw new PeriodException(
          PeriodException.Kind.MODEL,
          "periodicity_config.features must be some of %s, each once, but are %s"
              .formatted(String.join(", ", SimilarityMaps.NAMES), String.join(", ", features)));
    }
  }

  /** The number of tokens: one per pair of frames, none when switched off. */
  public int tokens() {
    return enabled ? frames / 2 : 0;
  }
}
