package dev.period.core.cache;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** SHA-256 of whole contents: of files, of texts, of numbers. */
public final class ContentHash {
  private static final int PIECE = 1 << 20;

  /** Files whose hash is remembered; beyond that it is worked out anew. */
  private static final int REMEMBERED = 100_000;

  private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

  private record Known(long size, FileTime modified, @Nullable Object inode, String hex) {}

  private ContentHash() {}

  /** The hash of some bytes, in lower-case hexadecimal. */
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** The hash of a text in UTF-8, in lower-case hexadecimal. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The hash of all bytes of a file, in lower-case hexadecimal. Within one process a file is read
   * again only when its size, its time or its inode has changed.
   *
   * @throws PeriodException of kind INPUT if it cannot be read
   */
  public static String ofFile(Path file) {
    try {
      Path path = file.toRealPath();
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      Known known = KNOWN.get(path);
      if (known != null
          && known.size() == now.size()
          && known.modified().equals(now.lastModifiedTime())
          && Objects.equals(known.inode(), now.fileKey())) {
        return known.hex();
      }
      String hex = read(path);
      if (KNOWN.size() < REMEMBERED) {
        KNOWN.put(path, new Known(now.size(), now.lastModifiedTime(), now.fileKey(), hex));
      }
      return hex;
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String read(Path file) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece.clear()) >= 0) {
        digest.update(piece.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A hash that grows by numbers and names. */
  public static final class Growing {
    private final MessageDigest digest = sha256();
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);

    /** Adds the bits of each number. */
    public Growing add(float[] values) {
      for (int from = 0; from < values.length; ) {
        int count = Math.min(PIECE / Float.BYTES, values.length - from);
        piece.clear().asFloatBuffer().put(values, from, count);
        digest.update(piece.limit(count * Float.BYTES));
        from += count;
      }
      return this;
    }

    /** Adds a name. */
    public Growing add(String name) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
      return this;
    }

    /** The hash of all that was added, in lower-case hexadecimal; ends the growth. */
    public String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
