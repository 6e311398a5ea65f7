package dev.period.core.model;

import dev.period.core.nn.Lora;
import java.util.Locale;

/**
 * A part of a model that is trained or frozen as a whole. Every parameter belongs to exactly one
 * group, the most specific: {@link #of}.
 */
public enum ParameterGroup {
  /** Low-rank adapters, wherever they are. */
  LORA,
  /**
   * Biases of the decoder: what LLaMA-Adapter V2 (Gao et al. 2023, section 3.1) and Period-LLM's
   * released code train.
   */
  BIAS,
  /** The rest of the decoder. */
  LANGUAGE_MODEL,
  /** From visual features, and from the periodicity encoder's, to the decoder's embeddings. */
  PROJECTOR,
  /** The periodicity encoder. */
  PERIODICITY,
  /** The vision tower. */
  VISION_TOWER,
  /** CLIP's text encoder, which guides pooling; PPLLaVA trains it. */
  CLIP_TEXT;

  /** The group of a parameter. */
  public static ParameterGroup of(String name) {
    if (Lora.isAdapter(name)) {
      return LORA;
    }
    int dot = name.indexOf('.');
    return switch (dot < 0 ? name : name.substring(0, dot)) {
      case "language_model" -> name.endsWith(".bias") ? BIAS : LANGUAGE_MODEL;
      case "multi_modal_projector", "periodicity_projector" -> PROJECTOR;
      case "periodicity" -> PERIODICITY;
      case "vision_tower" -> VISION_TOWER;
      case "text_tower" -> CLIP_TEXT;
      default -> throw new IllegalArgumentException("parameter " + name + " belongs to no group");
    };
  }

  /** The name in configurations. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
