package dev.period.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.optim.RloMode;

/**
 * How gradients of under-used channels are re-weighted.
 *
 * @param mode a {@link RloMode} in lower case
 * @param beta strength; 0.05 in Period-LLM's paper
 * @param maskPadding whether padding is left out of the means; the released code counts it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RloSettings(String mode, double beta, boolean maskPadding) {
  /** No re-weighting. */
  public static final RloSettings OFF = new RloSettings("off", 0.05, true);

  /** Checks the values. */
  public RloSettings {
    RloMode.parse(mode);
    if (!(beta >= 0) || beta > 100) {
      throw new PeriodException(
          Kind.USAGE, "rlo.beta is " + beta + "; it must be from 0 to 100, the paper has 0.05");
    }
  }
}
