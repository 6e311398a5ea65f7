package dev.period.core.clip;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config.json} of a whole CLIP says ({@code model_type} clip), with Hugging Face's
 * defaults for absent keys.
 *
 * @param textConfig the text encoder; its projection is {@code projectionDim}
 * @param visionConfig the vision tower; its projection is {@code projectionDim}
 * @param projectionDim width of the shared space
 * @param logitScaleInitValue logarithm of the factor on cosines at the start of training
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ClipConfig(
    ClipTextConfig textConfig,
    ClipVisionConfig visionConfig,
    int projectionDim,
    double logitScaleInitValue) {

  /** Gives both towers the projection of the whole. */
  public ClipConfig {
    textConfig = textConfig.projectedTo(projectionDim);
    visionConfig = visionConfig.projectedTo(projectionDim);
    if (!(Math.abs(logitScaleInitValue) <= 80)) {
      throw TransformerShape.wrong(
          "config.json of CLIP",
          "logit_scale_init_value is " + logitScaleInitValue + "; exp of it has to be finite");
    }
  }

  /**
   * From JSON. The {@code …_config_dict} of early folders hold what differs from the defaults, and
   * win where they are present, as in Hugging Face's reader.
   */
  @JsonCreator
  static ClipConfig of(
      @JsonProperty("text_config") @Nullable ClipTextConfig text,
      @JsonProperty("vision_config") @Nullable ClipVisionConfig vision,
      @JsonProperty(value = "text_config_dict", access = JsonProperty.Access.WRITE_ONLY)
          @Nullable ClipTextConfig textDict,
      @JsonProperty(value = "vision_config_dict", access = JsonProperty.Access.WRITE_ONLY)
          @Nullable ClipVisionConfig visionDict,
      @JsonProperty("projection_dim") @Nullable Integer projectionDim,
      @JsonProperty("logit_scale_init_value") @Nullable Double logitScaleInitValue) {
    ClipTextConfig ownText = textDict == null ? text : textDict;
    ClipVisionConfig ownVision = visionDict == null ? vision : visionDict;
    return new ClipConfig(
        Objects.requireNonNullElse(ownText, ClipTextConfig.VIT_B_32),
        Objects.requireNonNullElse(ownVision, ClipVisionConfig.VIT_B_32),
        Objects.requireNonNullElse(projectionDim, 512),
        Objects.requireNonNullElse(logitScaleInitValue, 2.6592));
  }
}
