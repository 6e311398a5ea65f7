package dev.period.infer;

import dev.period.data.text.Route;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes an answer on while it is decoded, unless it may be one of the sentences in which the model
 * only says what was asked: these are held back, and the final words are passed on in their place.
 */
final class SpokenStream implements Consumer<String> {
  private final Consumer<String> listener;
  private final StringBuilder said = new StringBuilder();
  private boolean spoken;

  SpokenStream(@Nullable Consumer<String> listener) {
    this.listener = listener == null ? piece -> {} : listener;
  }

  @Override
  public void accept(String piece) {
    said.append(piece);
    if (spoken) {
      listener.accept(piece);
    } else if (Route.spoken(said.toString())) {
      spoken = true;
      listener.accept(said.toString());
    }
  }

  /**
   * Passes on what is still missing.
   *
   * @param answer all of it; it begins with what was passed on already
   */
  void finish(String answer) {
    String rest = spoken ? answer.substring(said.length()) : answer;
    if (!rest.isEmpty()) {
      listener.accept(rest);
    }
  }
}
