package dev.period.core.text;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns text into token ids and back. Implementations are safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {
  /** Whether a model folder has a tokenizer. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve("tokenizer.json"))
        || Files.isRegularFile(folder.resolve("tokenizer.model"))
        || ClipVocabulary.isIn(folder);
  }

  /**
   * Opens the tokenizer of a model folder: {@code tokenizer.json}, else SentencePiece's {@code
   * tokenizer.model}, else CLIP's {@code vocab.json} with {@code merges.txt}. Nothing is fetched
   * from a network.
   *
   * @throws PeriodException of kind MODEL when the folder has none or it is broken; of kind ENGINE
   *     when the native library cannot be loaded
   */
  static Tokenizer open(Path folder) {
    boolean sentencePiece = Files.isRegularFile(folder.resolve("tokenizer.model"));
    if (Files.isRegularFile(folder.resolve("tokenizer.json"))
        || (!sentencePiece && ClipVocabulary.isIn(folder))) {
      return HuggingFaceTokenizerFile.open(folder);
    }
    if (sentencePiece) {
      return SentencePieceTokenizer.open(folder);
    }
    throw new PeriodException(
        Kind.MODEL,
        "the model folder "
            + folder
            + " has neither tokenizer.json nor tokenizer.model; copy one of them from where the"
            + " model is published");
  }

  /**
   * Encodes text as ordinary tokens. Nothing is added to it (no begin or end token), and the name
   * of a special token that happens to stand in the text, such as {@code </s>} typed by a user, is
   * text like any other.
   *
   * @return ids, possibly none
   */
  int[] encode(String text);

  /**
   * Encodes text as a sequence of its own: with the begin and end tokens that the folder's {@code
   * tokenizer_config.json} asks for. Without it, as for LLaMA: a begin token, no end token.
   *
   * @throws PeriodException of kind MODEL when the vocabulary lacks such a token
   */
  default int[] encodeSequence(String text) {
    return encode(text);
  }

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
   * @throws PeriodException of kind MODEL when the vocabulary lacks it
   */
  int id(String token);

  /** Frees native memory, if there is any. */
  @Override
  default void close() {}
}
