package dev.period.core.model;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.List;

/**
 * One dialogue as the model takes it.
 *
 * @param tokens with the places of the media
 * @param media in the order of their places
 */
public record Prompt(TokenSequence tokens, List<Medium> media) {
  /** Copies the list. */
  public Prompt {
    media = List.copyOf(media);
  }

  /** A prompt about nothing but text. */
  public static Prompt of(TokenSequence tokens) {
    return new Prompt(tokens, List.of());
  }

  static PeriodException wrongNumber(int places, int media) {
    return new PeriodException(
        Kind.INPUT,
        "the dialogue has " + places + " places for images or videos but " + media + " are given");
  }
}
