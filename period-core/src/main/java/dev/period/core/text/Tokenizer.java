package dev.period.core.text;

/** Turns text into token ids and back. Implementations are safe for use by several threads. */
public interface Tokenizer {
  /**
   * Encodes text as ordinary tokens. Nothing is added to it (no begin or end token), and the name
   * of a special token that happens to stand in the text, such as {@code </s>} typed by a user, is
   * text like any other.
   *
   * @return ids, possibly none
   */
  int[] encode(String text);

  /**
   * Decodes ids into text, leaving out special tokens and ids outside the vocabulary.
   *
   * @param ids any ids, in order; byte sequences that are not UTF-8 become U+FFFD
   */
  String decode(int[] ids);

  /** The number of rows that an embedding table needs: the largest id plus one. */
  int vocabularySize();

  /**
   * The id of a token by its exact name, special tokens included.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when the vocabulary lacks it
   */
  int id(String token);
}
