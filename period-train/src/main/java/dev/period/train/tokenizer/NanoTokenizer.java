package dev.period.train.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a tokenizer like nano's: the argument is the folder to write it to.
 *
 * <p>The one in {@code models/nano} was made by this program and is frozen: checkpoints depend on
 * its ids. When the training data changes, this gives another one, for another model.
 */
public final class NanoTokenizer {
  /** Tokens, special ones and bytes included. */
  public static final int VOCABULARY = 1024;

  private NanoTokenizer() {}

  /** Writes the tokenizer's files to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("give the folder to write to");
    }
    write(Path.of(args[0]));
  }

  /**
   * Writes the tokenizer's files; the same bytes each time.
   *
   * @param folder created when it does not exist
   * @throws IOException when a file cannot be written
   */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    TokenizerFiles.write(folder, NanoCorpus.texts(), VOCABULARY);
  }
}
