package dev.period.core.clip;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;

/** The non-linearity inside the MLPs of a CLIP tower, {@code hidden_act}. */
public enum Activation {
  /** x sigmoid(1.702 x): OpenAI's models. */
  QUICK_GELU("quick_gelu", "torch.mul(h, torch.sigmoid(torch.mul(h, 1.702)))"),
  /** x Φ(x), exact: LAION's and others. */
  GELU("gelu", "torch.gelu(h)");

  private final String key;
  private final String source;

  Activation(String key, String source) {
    this.key = key;
    this.source = source;
  }

  /** Its name in {@code config.json}. */
  @JsonValue
  public String key() {
    return key;
  }

  /** Its TorchScript expression over {@code h}. */
  String source() {
    return source;
  }

  /**
   * The activation of that name.
   *
   * @throws PeriodException of kind MODEL for any other
   */
  @JsonCreator
  public static Activation parse(String key) {
    for (Activation activation : values()) {
      if (activation.key.equals(key)) {
        return activation;
      }
    }
    throw new PeriodException(
        Kind.MODEL,
        "hidden_act '" + key + "' is not supported in a CLIP tower; it may be quick_gelu or gelu");
  }
}
