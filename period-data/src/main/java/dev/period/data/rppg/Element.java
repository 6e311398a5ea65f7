package dev.period.data.rppg;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The tag of a data element of a MATLAB file.
 *
 * @param type code of its type
 * @param bytes of its content
 * @param padding bytes behind its content
 */
record Element(int type, long bytes, int padding) {
  private static final int LONGEST_SHORT = 4;

  /** Reads a tag; null at the end of the stream. */
  static @Nullable Element next(InputStream in, ByteOrder order) throws IOException {
    byte[] tag = in.readNBytes(4);
    if (tag.length == 0) {
      return null;
    }
    int first = word(tag, order);
    int shortBytes = first >>> 16;
    if (shortBytes > LONGEST_SHORT) {
      throw new IOException("a data element is damaged");
    }
    if (shortBytes > 0) {
      // the short form: size and type in one word, then four bytes for the content
      return new Element(first & 0xFFFF, shortBytes, LONGEST_SHORT - shortBytes);
    }
    long bytes = Integer.toUnsignedLong(word(in.readNBytes(4), order));
    return new Element(first, bytes, (int) (-bytes & 7));
  }

  private static int word(byte[] bytes, ByteOrder order) throws IOException {
    if (bytes.length < 4) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).order(order).getInt();
  }

  /** The whole content of the next element, which may have at most {@code limit} bytes. */
  static byte[] content(InputStream in, ByteOrder order, int limit) throws IOException {
    Element element = next(in, order);
    if (element == null || element.bytes > limit) {
      throw new IOException("a data element is damaged");
    }
    byte[] content = in.readNBytes((int) element.bytes);
    in.skipNBytes(element.padding);
    return content;
  }

  /** The 32-bit words that {@code bytes} hold. */
  static int[] words(byte[] bytes, ByteOrder order) {
    int[] words = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(order).asIntBuffer().get(words);
    return words;
  }
}
