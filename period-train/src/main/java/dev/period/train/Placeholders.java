package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.model.PeriodConfig;
import dev.period.core.text.Tokenizer;

/**
 * The ids that stand for a picture or a moment must be none that text can have: outside the
 * tokenizer's vocabulary, or special tokens. Published models differ in which they take.
 */
final class Placeholders {
  private Placeholders() {}

  /**
   * Checks that a tokenizer's words are the model's, and its placeholders no words.
   *
   * @throws PeriodException of kind USAGE that names the key
   */
  static void check(PeriodConfig model, Tokenizer tokenizer) {
    int rows = model.textConfig().vocabSize();
    if (tokenizer.vocabularySize() > rows) {
      throw new PeriodException(
          Kind.USAGE,
          "the tokenizer does not fit the model: it has %d tokens, and the model's vocab_size is %d"
              .formatted(tokenizer.vocabularySize(), rows));
    }
    check("image_token_index", model.imageTokenIndex(), tokenizer);
    if (model.periodicityConfig().enabled()) {
      check("period_token_index", model.periodTokenIndex(), tokenizer);
      if (model.periodTokenIndex().equals(model.imageTokenIndex())) {
        throw new PeriodException(
            Kind.USAGE,
            "image_token_index and period_token_index are both " + model.imageTokenIndex());
      }
    }
  }

  private static void check(String key, int id, Tokenizer tokenizer) {
    String text = tokenizer.decode(new int[] {id});
    if (!text.isEmpty()) {
      throw new PeriodException(
          Kind.USAGE,
          "the tokenizer does not fit the model: %s is %d, which is the word \"%s\" there"
              .formatted(key, id, text));
    }
  }
}
