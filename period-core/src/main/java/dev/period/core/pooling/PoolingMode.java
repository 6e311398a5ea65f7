package dev.period.core.pooling;

import java.util.Locale;

/**
 * How the tokens of a window become one. The prompt-guided modes weigh a token by how well it
 * agrees with the question; s is the softmax of the alignment scores over all tokens of the input.
 */
public enum PoolingMode {
  /** The average. */
  MEAN,
  /** The largest value of each channel. */
  MAX,
  /** The sum weighted by s, as printed (PPLLaVA, Eq. 3): larger inputs give smaller tokens. */
  PAPER,
  /** Weighted by s, normalised to sum to one in each window. */
  PAPER_RENORM,
  /** Weighted by a second softmax, of s over a temperature within each window (released code). */
  CODE;

  /**
   * Parses the configuration's lower-case name.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  public static PoolingMode parse(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The name used in configurations. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the weights come from a prompt. */
  public boolean promptGuided() {
    return this != MEAN && this != MAX;
  }
}
