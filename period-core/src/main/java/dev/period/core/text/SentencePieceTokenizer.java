package dev.period.core.text;

import ai.djl.sentencepiece.SpTokenizer;
import dev.period.core.PeriodException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A SentencePiece {@code tokenizer.model}, as LLaMA and Vicuna are published with.
 *
 * <p>Google's library encodes; decoding is done here, because text that is not UTF-8 yet must come
 * out piece by piece while a model writes. Tokens that Hugging Face added to the vocabulary have
 * their ids, but text never produces them.
 */
public final class SentencePieceTokenizer implements Tokenizer {
  static {
    // the library looks for downloads and reports its use unless it is told not to
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
  }

  private static final char SPACE = '\u2581';

  private final Path path;
  private final List<SentencePieceModel.Piece> pieces;
  private final Map<String, Integer> ids = new HashMap<>();
  private final TreeSet<Integer> added = new TreeSet<>();
  private final boolean spaceInFront;
  private final TokenizerConfig config;
  private final SpTokenizer tokenizer;
  // closing frees native memory: it has to wait until nobody encodes
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private SentencePieceTokenizer(
      Path path, SentencePieceModel model, TokenizerConfig config, SpTokenizer tokenizer) {
    this.path = path;
    this.pieces = List.copyOf(model.pieces());
    this.spaceInFront = model.spaceInFront();
    this.config = config;
    this.tokenizer = tokenizer;
    ids.putAll(model.ids());
    config
        .added()
        .forEach(
            (token, id) -> {
              ids.put(token, id);
              if (id >= pieces.size()) {
                added.add(id);
              }
            });
  }

  /**
   * Loads a tokenizer; nothing is fetched from a network.
   *
   * @param path a {@code tokenizer.model}, or a folder that holds one; {@code
   *     tokenizer_config.json} and {@code added_tokens.json} beside it are read if they are there
   * @throws PeriodException of kind MODEL when it is missing or broken; of kind ENGINE when the
   *     native library cannot be loaded
   */
  public static SentencePieceTokenizer open(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve("tokenizer.model") : path;
    SentencePieceModel model = SentencePieceModel.read(file);
    TokenizerConfig config = TokenizerConfig.read(file.toAbsolutePath().getParent());
    try {
      return new SentencePieceTokenizer(file, model, config, new SpTokenizer(model.bytes()));
    } catch (LinkageError e) {
      throw new PeriodException(
          PeriodException.Kind.ENGINE,
          "Cannot load the native sentencepiece library: " + e.getMessage() + ".",
          e);
    } catch (RuntimeException e) {
      throw TokenizerJson.broken(file, "it is refused (" + e.getMessage() + ")", e);
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
      return tokenizer.getProcessor().encode(UnicodeText.wellFormed(text));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public String decode(int[] ids) {
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean first = spaceInFront;
    for (int id : ids) {
      if (id < 0 || id >= pieces.size() || isSpecial(id)) {
        continue;
      }
      SentencePieceModel.Piece piece = pieces.get(id);
      if (piece.kind() == SentencePieceModel.Kind.BYTE) {
        bytes.write(Integer.parseInt(piece.text().substring(3, 5), 16));
      } else {
        flush(bytes, text);
        String plain = piece.text().replace(SPACE, ' ');
        text.append(first && plain.startsWith(" ") ? plain.substring(1) : plain);
      }
      first = false;
    }
    flush(bytes, text);
    return text.toString();
  }

  /** As sentencepiece does: each byte that belongs to no character becomes a U+FFFD of its own. */
  private static void flush(ByteArrayOutputStream bytes, StringBuilder text) {
    ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
    bytes.reset();
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    while (rest.hasRemaining()) {
      int length = Math.min(utf8Length(rest.get(rest.position())), rest.remaining());
      try {
        text.append(utf8.decode(rest.slice(rest.position(), length)));
        rest.position(rest.position() + length);
      } catch (CharacterCodingException e) {
        text.append('\ufffd');
        rest.get();
      }
    }
  }

  private static int utf8Length(byte lead) {
    int ones = Integer.numberOfLeadingZeros(~(lead << 24));
    return Math.max(1, Math.min(4, ones));
  }

  @Override
  public int vocabularySize() {
    return added.isEmpty() ? pieces.size() : added.last() + 1;
  }

  @Override
  public int id(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw TokenizerJson.broken(path, "its vocabulary lacks \"" + token + "\"", null);
    }
    return id;
  }

  /** Whether an id belongs to a special token. */
  public boolean isSpecial(int id) {
    if (id < 0 || id >= pieces.size()) {
      return added.contains(id);
    }
    return switch (pieces.get(id).kind()) {
      case CONTROL, UNKNOWN -> true;
      default -> false;
    };
  }

  @Override
  public int[] encodeSequence(String text) {
    return config.enclose(encode(text), this);
  }

  /** Frees the native tokenizer; afterwards encoding throws IllegalStateException. */
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
