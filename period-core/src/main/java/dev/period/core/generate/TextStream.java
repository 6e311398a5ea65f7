package dev.period.core.generate;

import dev.period.core.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tokens to text as they come. A character may be spread over several tokens of a byte each, and a
 * stop string over several tokens: what may still change or go waits for the rest.
 */
final class TextStream {
  private static final char HALF = '\ufffd';

  private final Tokenizer tokenizer;
  private final List<String> stops;
  private final Consumer<String> listener;
  private int[] ids = new int[0];
  private String told = "";
  private boolean stopped;

  /**
   * A stream.
   *
   * @param stops end the text and are no part of it
   */
  TextStream(Tokenizer tokenizer, List<String> stops, Consumer<String> listener) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    this.listener = listener;
  }

  /** The number of tokens so far. */
  int size() {
    return ids.length;
  }

  /** The tokens so far. */
  int[] ids() {
    return ids.clone();
  }

  /** Whether a stop string has come. */
  boolean stopped() {
    return stopped;
  }

  void add(int id) {
    ids = Arrays.copyOf(ids, ids.length + 1);
    ids[ids.length - 1] = id;
    String text = tokenizer.decode(ids).stripLeading();
    int stop = stop(text);
    stopped = stop >= 0;
    tell(text, stopped ? stop : certain(text));
  }

  /** The whole text; what was held back is told. */
  String finish() {
    if (!stopped) {
      String text = tokenizer.decode(ids).stripLeading();
      tell(text, text.length());
    }
    return told;
  }

  private int stop(String text) {
    return stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /** The length of the part that no later token can change or make the start of a stop string. */
  private int certain(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == HALF) {
      end--;
    }
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, end); length > 0; length--) {
        if (text.startsWith(stop.substring(0, length), end - length)) {
          end -= length;
          break;
        }
      }
    }
    return end;
  }

  private void tell(String text, int end) {
    // byte tokens that never become a character can change what was read from those before them
    if (end > told.length() && text.startsWith(told)) {
      listener.accept(text.substring(told.length(), end));
      told = text.substring(0, end);
    }
  }
}
