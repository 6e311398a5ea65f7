package dev.period.core.llama;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What transformers 5 writes in place of {@code rope_theta} and {@code rope_scaling}.
 *
 * @param theta base of the frequencies; null for the default
 * @param scaling how they are lowered; null for not at all
 */
record RopeParameters(@Nullable Double theta, @Nullable RopeScaling scaling) {
  @JsonCreator
  static RopeParameters read(
      @JsonProperty("rope_theta") @Nullable Double theta,
      @JsonProperty("rope_type") @JsonAlias("type") @Nullable String type,
      @JsonProperty("factor") @Nullable Double factor,
      @JsonProperty("low_freq_factor") @Nullable Double low,
      @JsonProperty("high_freq_factor") @Nullable Double high,
      @JsonProperty("original_max_position_embeddings") @Nullable Integer original) {
    return new RopeParameters(
        theta, type == null ? null : new RopeScaling(type, factor, low, high, original));
  }
}
