package dev.period.core.model;

import dev.period.core.text.Tokenizer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Tokens to text as they come. A character may be spread over several byte-level tokens: what ends
 * in half a character waits for the rest.
 */
final class TextStream {
  private static final char HALF = '\ufffd';

  private final Tokenizer tokenizer;
  private final Consumer<String> listener;
  private int[] ids = new int[0];
  private int told;

  TextStream(Tokenizer tokenizer, Consumer<String> listener) {
    this.tokenizer = tokenizer;
    this.listener = listener;
  }

  /** The number of tokens so far. */
  int size() {
    return ids.length;
  }

  void add(int id) {
    ids = Arrays.copyOf(ids, ids.length + 1);
    ids[ids.length - 1] = id;
    String text = text();
    if (!text.isEmpty() && text.charAt(text.length() - 1) != HALF) {
      tell(text);
    }
  }

  /** The whole text; what was held back is told. */
  String finish() {
    String text = text();
    tell(text);
    return text;
  }

  private void tell(String text) {
    if (text.length() > told) {
      listener.accept(text.substring(told));
      told = text.length();
    }
  }

  private String text() {
    return tokenizer.decode(ids).stripLeading();
  }
}
