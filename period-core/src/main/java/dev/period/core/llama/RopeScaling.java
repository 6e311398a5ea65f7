package dev.period.core.llama;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How rotary frequencies are lowered for texts longer than those trained on; Hugging Face's {@code
 * rope_scaling}.
 *
 * @param ropeType {@code default} (not at all), {@code linear} (Chen et al. 2023, position
 *     interpolation) or {@code llama3} (Grattafiori et al. 2024)
 * @param factor by how much the slow frequencies are lowered, at least 1; not used by {@code
 *     default}
 * @param lowFreqFactor {@code llama3}: wavelengths above {@code original / low} are scaled
 * @param highFreqFactor {@code llama3}: wavelengths below {@code original / high} are kept
 * @param originalMaxPositionEmbeddings {@code llama3}: length in tokens before scaling
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RopeScaling(
    @JsonAlias("type") @Nullable String ropeType,
    @Nullable Double factor,
    @Nullable Double lowFreqFactor,
    @Nullable Double highFreqFactor,
    @Nullable Integer originalMaxPositionEmbeddings) {

  /** Checks that the type is known and has what it needs. */
  public RopeScaling {
    if (ropeType == null) {
      throw invalid("has neither rope_type nor type");
    }
    switch (ropeType) {
      case "default" -> {}
      case "linear" -> factor(factor);
      case "llama3" -> {
        factor(factor);
        double low = positive("low_freq_factor", lowFreqFactor);
        double high = positive("high_freq_factor", highFreqFactor);
        positive(
            "original_max_position_embeddings",
            originalMaxPositionEmbeddings == null
                ? null
                : originalMaxPositionEmbeddings.doubleValue());
        if (high <= low) {
          throw invalid(
              "has high_freq_factor "
                  + high
                  + " and low_freq_factor "
                  + low
                  + "; the first must be larger");
        }
      }
      default ->
          throw invalid("is of type '" + ropeType + "'; only default, linear and llama3 are known");
    }
  }

  /** Position interpolation: every position is divided by {@code factor}. */
  public static RopeScaling linear(double factor) {
    return new RopeScaling("linear", factor, null, null, null);
  }

  /** The frequency that replaces {@code frequency} (radians per token). */
  double scale(double frequency) {
    if (factor == null || "default".equals(ropeType)) {
      return frequency;
    }
    if (lowFreqFactor == null || highFreqFactor == null || originalMaxPositionEmbeddings == null) {
      return frequency / factor;
    }
    double turns = originalMaxPositionEmbeddings * frequency / (2 * Math.PI);
    double kept = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
    double share = Math.max(0, Math.min(1, kept));
    return frequency * share + frequency / factor * (1 - share);
  }

  private static void factor(@Nullable Double factor) {
    if (positive("factor", factor) < 1) {
      throw invalid("has factor " + factor + "; it must be at least 1");
    }
  }

  private static double positive(String key, @Nullable Double value) {
    if (value == null || !(value > 0) || value > 1e9) {
      throw invalid("has " + key + " " + value + "; a positive number is needed");
    }
    return value;
  }

  private static PeriodException invalid(String what) {
    return new PeriodException(Kind.MODEL, "the decoder's rope_scaling " + what);
  }
}
