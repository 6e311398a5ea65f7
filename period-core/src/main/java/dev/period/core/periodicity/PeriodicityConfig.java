package dev.period.core.periodicity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
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
 * @param features names of the {@link FrameFeatures} that it looks at; the others are zero to it.
 *     Has no effect on the shapes of its weights
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
    @JsonProperty(defaultValue = "all") List<String> features) {

  /** No periodicity encoder. */
  public static final PeriodicityConfig NONE =
      new PeriodicityConfig(false, 0, 0, 0, 0, 0, 0, 0, List.of());

  /**
   * Checks the features.
   *
   * @throws PeriodException of kind MODEL for a feature that there is none of
   */
  public PeriodicityConfig {
    features = features == null ? FrameFeatures.NAMES : List.copyOf(features);
    for (String feature : features) {
      if (!FrameFeatures.NAMES.contains(feature)) {
        throw new PeriodException(
            PeriodException.Kind.MODEL,
            "periodicity_config.features has '%s'; it can have %s"
                .formatted(feature, String.join(", ", FrameFeatures.NAMES)));
      }
    }
  }

  /** The number of tokens: one per pair of frames, none when switched off. */
  public int tokens() {
    return enabled ? frames / 2 : 0;
  }
}
