package dev.period.core.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question and its answer in a dialogue.
 *
 * @param media names of placeholder tokens that stand before the question, such as {@code <image>};
 *     mostly empty
 * @param user what the user says; plain text, whatever it contains
 * @param assistant the answer; null when it is yet to be generated
 */
public record Turn(List<String> media, String user, @Nullable String assistant) {
  /** Copies the list. */
  public Turn {
    media = List.copyOf(media);
  }

  /** A turn about nothing but text. */
  public static Turn of(String user, @Nullable String assistant) {
    return new Turn(List.of(), user, assistant);
  }
}
