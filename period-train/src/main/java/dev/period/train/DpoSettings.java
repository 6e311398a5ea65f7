package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What direct preference optimization minimises: {@code alpha} times its loss, plus {@code gamma}
 * times the cross-entropy of the chosen answer.
 *
 * @param beta how dear it is to leave the reference model
 * @param labelSmoothing share of the preferences that is taken to be wrong, below 0.5
 * @param alpha PPLLaVA's {@code dpo_alpha}
 * @param gamma of the cross-entropy per token, PPLLaVA's SFT term
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DpoSettings(
    @JsonProperty(defaultValue = "0.1") Double beta,
    @JsonProperty(defaultValue = "0.0") Double labelSmoothing,
    @JsonProperty(defaultValue = "1.0") Double alpha,
    @JsonProperty(defaultValue = "0.0") Double gamma) {
  /** Those of PPLLaVA. */
  public static final DpoSettings DEFAULT = new DpoSettings(null, null, null, null);

  /** Checks the values. */
  public DpoSettings(
      @Nullable Double beta,
      @Nullable Double labelSmoothing,
      @Nullable Double alpha,
      @Nullable Double gamma) {
    this.beta = beta == null ? 0.1 : beta;
    this.labelSmoothing = labelSmoothing == null ? 0.0 : labelSmoothing;
    this.alpha = alpha == null ? 1.0 : alpha;
    this.gamma = gamma == null ? 0.0 : gamma;
    check(this.beta > 0 && Double.isFinite(this.beta), "beta", "above 0", this.beta);
    check(
        this.labelSmoothing >= 0 && this.labelSmoothing < 0.5,
        "label_smoothing",
        "in [0, 0.5)",
        this.labelSmoothing);
    check(this.alpha >= 0 && Double.isFinite(this.alpha), "alpha", "0 or more", this.alpha);
    check(this.gamma >= 0 && Double.isFinite(this.gamma), "gamma", "0 or more", this.gamma);
    if (this.alpha + this.gamma == 0) {
      throw new IllegalArgumentException("dpo.alpha and dpo.gamma are both 0: nothing is learnt");
    }
  }

  private static void check(boolean right, String key, String range, double value) {
    if (!right) {
      throw new IllegalArgumentException("dpo." + key + " must be " + range + ", but is " + value);
    }
  }
}
