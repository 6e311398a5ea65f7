package dev.period.core.model;

import java.util.Arrays;

/**
 * A run of equal tokens in whose places the decoder sees a medium, moment by moment.
 *
 * @param id of the token; it may be none of the vocabulary's, such as LLaVA's -200
 * @param frameTokens the number of tokens of each moment, which they share
 */
@SuppressWarnings("ArrayRecordComponent")
public record Placeholder(int id, int[] frameTokens) {
  /** The number of tokens. */
  public int tokens() {
    return Arrays.stream(frameTokens).sum();
  }
}
