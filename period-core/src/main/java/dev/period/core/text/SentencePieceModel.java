package dev.period.core.text;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The vocabulary of a SentencePiece {@code tokenizer.model}, read before the native library sees
 * the file: pieces, their kinds, and whether text gets a space in front.
 *
 * <p>The file is a protocol buffer (google/sentencepiece, {@code sentencepiece_model.proto}); only
 * the fields named here are read.
 */
final class SentencePieceModel {
  /** What a piece stands for, in the order of the file's numbers from 1 on. */
  enum Kind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE
  }

  /** One entry of the vocabulary; its id is its place in the list. */
  record Piece(String text, Kind kind) {}

  private static final long MAX_BYTES = 100_000_000;
  private static final int PIECES = 1;
  private static final int NORMALIZER = 3;
  private static final int PIECE_TEXT = 1;
  private static final int PIECE_KIND = 3;
  private static final int ADD_DUMMY_PREFIX = 3;

  private final Path path;
  private final byte[] bytes;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private boolean spaceInFront = true;

  private SentencePieceModel(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /**
   * Reads a file.
   *
   * @throws PeriodException of kind MODEL when it is missing, too large or not of this format
   */
  static SentencePieceModel read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw TokenizerJson.broken(path, "there is no such file", null);
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw TokenizerJson.broken(path, "it is larger than " + MAX_BYTES + " bytes", null);
      }
      SentencePieceModel model = new SentencePieceModel(path, Files.readAllBytes(path));
      model.readModel();
      return model;
    } catch (IOException e) {
      throw TokenizerJson.broken(path, "it cannot be read (" + e + ")", e);
    }
  }

  /** The whole file. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** The vocabulary in the order of ids; unmodifiable. */
  List<Piece> pieces() {
    return Collections.unmodifiableList(pieces);
  }

  /** Ids by piece; unmodifiable. */
  Map<String, Integer> ids() {
    return Collections.unmodifiableMap(ids);
  }

  /** Whether text gets a space in front, so that its first word looks like every other. */
  boolean spaceInFront() {
    return spaceInFront;
  }

  private void readModel() {
    ByteBuffer model = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (model.hasRemaining()) {
      int key = (int) varint(model);
      if (key == tag(PIECES)) {
        readPiece(message(model));
      } else if (key == tag(NORMALIZER)) {
        readNormalizer(message(model));
      } else {
        skip(model, key);
      }
    }
    if (pieces.isEmpty()) {
      throw broken("its vocabulary is empty");
    }
  }

  private void readPiece(ByteBuffer piece) {
    String text = "";
    long kind = 1;
    while (piece.hasRemaining()) {
      int key = (int) varint(piece);
      if (key == tag(PIECE_TEXT)) {
        text = text(message(piece));
      } else if (key == PIECE_KIND << 3) {
        kind = varint(piece);
      } else {
        skip(piece, key);
      }
    }
    if (text.isEmpty() || kind < 1 || kind > Kind.values().length) {
      throw broken("piece " + pieces.size() + " is empty or of an unknown kind");
    }
    Kind known = Kind.values()[(int) kind - 1];
    if (known == Kind.BYTE && !text.matches("<0x[0-9A-F]{2}>")) {
      throw broken("piece " + pieces.size() + " should be a byte");
    }
    if (ids.put(text, pieces.size()) != null) {
      throw broken("piece " + pieces.size() + " is there twice");
    }
    pieces.add(new Piece(text, known));
  }

  private void readNormalizer(ByteBuffer normalizer) {
    while (normalizer.hasRemaining()) {
      int key = (int) varint(normalizer);
      if (key == ADD_DUMMY_PREFIX << 3) {
        spaceInFront = varint(normalizer) != 0;
      } else {
        skip(normalizer, key);
      }
    }
  }

  private static int tag(int field) {
    return field << 3 | 2;
  }

  private ByteBuffer message(ByteBuffer from) {
    long length = varint(from);
    if (length < 0 || length > from.remaining()) {
      throw broken("it is cut off");
    }
    ByteBuffer part = from.slice(from.position(), (int) length);
    from.position(from.position() + (int) length);
    return part;
  }

  private void skip(ByteBuffer from, int key) {
    int fixed =
        switch (key & 7) {
          case 0 -> {
            varint(from);
            yield 0;
          }
          case 1 -> Long.BYTES;
          case 2 -> {
            message(from);
            yield 0;
          }
          case 5 -> Integer.BYTES;
          default -> throw broken("it is not a SentencePiece model");
        };
    if (fixed > from.remaining()) {
      throw broken("it is cut off");
    }
    from.position(from.position() + fixed);
  }

  private long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!from.hasRemaining()) {
        throw broken("it is cut off");
      }
      byte next = from.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken("it is not a SentencePiece model");
  }

  private String text(ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw TokenizerJson.broken(path, "piece " + pieces.size() + " is not UTF-8", e);
    }
  }

  private PeriodException broken(String what) {
    return TokenizerJson.broken(path, what, null);
  }
}
