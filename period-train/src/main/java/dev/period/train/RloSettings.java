package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.period.core.optim.RloMode;
import java.io.IOException;

/**
 * How gradients of under-used channels are re-weighted.
 *
 * @param mode a {@link RloMode} in lower case
 * @param beta strength; 0.05 in Period-LLM's paper
 * @param maskPadding whether padding is left out of the means; the released code counts it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RloSettings(
    @JsonDeserialize(using = Mode.class) String mode,
    @JsonProperty(defaultValue = "0.05") Double beta,
    @JsonProperty(defaultValue = "true") Boolean maskPadding) {
  /** No re-weighting. */
  public static final RloSettings OFF = new RloSettings("off", 0.05, true);

  private static final double PAPER_BETA = 0.05;
  private static final double STRONGEST = 100;

  /** Checks the values. */
  public RloSettings {
    beta = beta == null ? Double.valueOf(PAPER_BETA) : beta;
    maskPadding = maskPadding == null || maskPadding;
    RloMode.parse(mode);
    if (!(beta >= 0) || beta > STRONGEST) {
      throw new IllegalArgumentException(
          "rlo.beta must lie in [0, " + STRONGEST + "], but is " + beta);
    }
  }

  /** A plain {@code off} is false in YAML. */
  static final class Mode extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    Mode() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_FALSE) {
        return RloMode.OFF.key();
      }
      return parser.getText();
    }
  }
}
