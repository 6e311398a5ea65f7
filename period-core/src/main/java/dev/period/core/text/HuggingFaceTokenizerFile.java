package dev.period.core.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A BPE tokenizer in Hugging Face's {@code tokenizer.json} format: nano's own, LLaMA, Vicuna, CLIP
 * and others.
 *
 * <p>The tokens are those of Hugging Face's library, which does the work, but for special tokens in
 * user text: see {@link Tokenizer#encode}.
 */
public final class HuggingFaceTokenizerFile implements Tokenizer {
  static {
    // the library looks for downloads and reports its use unless it is told not to
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
  }

  private final Path path;
  private final Map<String, Integer> ids;
  private final Set<Integer> special;
  private final int vocabularySize;
  private final TokenizerConfig config;
  private final HuggingFaceTokenizer tokenizer;
  // closing frees native memory: it has to wait until nobody encodes
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private HuggingFaceTokenizerFile(
      Path path, TokenizerJson json, TokenizerConfig config, HuggingFaceTokenizer tokenizer) {
    this.path = path;
    this.ids = json.ids();
    this.special = json.special();
    this.vocabularySize = Collections.max(ids.values()) + 1;
    this.config = config;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads a tokenizer; nothing is fetched from a network.
   *
   * @param path a {@code tokenizer.json}, or a folder that holds one
   * @throws PeriodException of kind MODEL when it is missing, broken, or not a BPE tokenizer; of
   *     kind ENGINE when the native library cannot be loaded
   */
  public static HuggingFaceTokenizerFile open(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
    TokenizerJson json = TokenizerJson.read(file);
    TokenizerConfig config = TokenizerConfig.read(file.toAbsolutePath().getParent());
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "padding", "false", "truncation", "false");
    byte[] text = json.text().getBytes(StandardCharsets.UTF_8);
    try {
      return new HuggingFaceTokenizerFile(
          file,
          json,
          config,
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(text), options));
    } catch (IOException | RuntimeException e) {
      throw TokenizerJson.broken(file, "it is refused (" + e.getMessage() + ")", e);
    } catch (LinkageError e) {
      throw new PeriodException(
          Kind.ENGINE, "Cannot load the native tokenizers library: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    lock.readLock().lock();
    try {
      checkOpen();
      long[] encoded = tokenizer.encode(UnicodeText.wellFormed(text), false, false).getIds();
      return Arrays.stream(encoded).mapToInt(Math::toIntExact).toArray();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public String decode(int[] ids) {
    long[] ordinary =
        Arrays.stream(ids)
            .filter(id -> id >= 0 && id < vocabularySize && !special.contains(id))
            .asLongStream()
            .toArray();
    if (ordinary.length == 0) {
      return "";
    }
    lock.readLock().lock();
    try {
      checkOpen();
      return tokenizer.decode(ordinary, false);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public int id(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw TokenizerJson.broken(path, "its vocabulary lacks \"" + token + "\"", null);
    }
    return id;
  }

  @Override
  public int[] encodeSequence(String text) {
    return config.enclose(encode(text), this);
  }

  /** Whether an id belongs to a special token. */
  public boolean isSpecial(int id) {
    return special.contains(id);
  }

  /** Frees the native tokenizer; afterwards encode and decode throw IllegalStateException. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the tokenizer is closed");
    }
  }
}
