package dev.period.data.rppg;

import dev.period.core.PeriodException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Numeric arrays of a MATLAB 5 file (versions 5 to 7; "MAT-File Format" of MathWorks, 2009), read
 * as a stream.
 *
 * <p>The libraries for this format hold a whole variable in memory, at most 2 GB of it; a minute of
 * video as floating-point numbers is more.
 */
final class MatFile {
  private static final int HEADER_BYTES = 128;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;
  private static final int CLASS_UINT8 = 9;
  private static final int LAST_NUMERIC_CLASS = 15;
  private static final int FIRST_NUMERIC_CLASS = 6;
  private static final int COMPLEX = 0x0800;
  private static final int MAX_DIMENSIONS = 32;
  private static final int MAX_NAME = 256;
  private static final int BUFFER = 1 << 16;

  private final Path file;

  MatFile(Path file) {
    this.file = file;
  }

  /** What is done with an array while the file is open. */
  @FunctionalInterface
  interface ArrayReader<T> {
    T read(MatArray array) throws IOException;
  }

  /**
   * Reads one array.
   *
   * @throws PeriodException of kind INPUT if the file is not of this format or is damaged, or has
   *     no numeric array of this name
   */
  <T> T read(String name, ArrayReader<T> reader) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      ByteOrder order = header(in);
      while (true) {
        Element element = Element.next(in, order);
        if (element == null) {
          throw input("has no array '" + name + "'");
        }
        Limited content = new Limited(in, element.bytes());
        T found = null;
        if (element.type() == COMPRESSED) {
          InputStream inflated = new BufferedInputStream(new InflaterInputStream(content), BUFFER);
          Element inner = Element.next(inflated, order);
          if (inner != null && inner.type() == MATRIX) {
            found = matrix(inflated, order, name, reader);
          }
        } else if (element.type() == MATRIX) {
          found = matrix(content, order, name, reader);
        }
        if (found != null) {
          return found;
        }
        // compressed elements are not padded, and their tag is never of the short form
        content.skipRest();
        if (element.type() != COMPRESSED) {
          in.skipNBytes(element.padding());
        }
      }
    } catch (EOFException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " is cut off; please copy it again.", e);
    } catch (IOException | ArithmeticException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Checks what kind of file it is and tells its byte order. */
  private ByteOrder header(InputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER_BYTES);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    if (text.startsWith("MATLAB 7.3")) {
      throw input("is a MATLAB 7.3 file, which cannot be read; save it with the option -v7");
    }
    if (text.startsWith("IM", HEADER_BYTES - 2)) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (text.startsWith("MI", HEADER_BYTES - 2)) {
      return ByteOrder.BIG_ENDIAN;
    }
    throw input("is not a MATLAB file");
  }

  /** Hands the array over if it has the name; null if not. */
  private <T> @Nullable T matrix(
      InputStream in, ByteOrder order, String wanted, ArrayReader<T> reader) throws IOException {
    byte[] flags = Element.content(in, order, 8);
    byte[] dimensions = Element.content(in, order, 4 * MAX_DIMENSIONS);
    String name = new String(Element.content(in, order, MAX_NAME), StandardCharsets.ISO_8859_1);
    if (!name.equals(wanted)) {
      return null;
    }
    int flagWord = flags.length < 4 ? 0 : Element.words(flags, order)[0];
    int kind = flagWord & 0xFF;
    if (kind < FIRST_NUMERIC_CLASS || kind > LAST_NUMERIC_CLASS || (flagWord & COMPLEX) != 0) {
      throw input("holds '" + wanted + "', but not as real numbers");
    }
    int[] shape = Element.words(dimensions, order);
    if (Arrays.stream(shape).anyMatch(length -> length < 0)) {
      throw input("gives '" + wanted + "' an impossible size");
    }
    Element numbers = Element.next(in, order);
    if (numbers == null) {
      throw input("ends before the numbers of '" + wanted + "'");
    }
    MatArray array = new MatArray(in, order, shape, kind == CLASS_UINT8, numbers.type());
    if (array.size() * array.bytesPerNumber() != numbers.bytes()) {
      throw input("gives '" + wanted + "' a size that its numbers do not have");
    }
    return reader.read(array);
  }

  private PeriodException input(String problem) {
    return new PeriodException(PeriodException.Kind.INPUT, file + " " + problem + ".");
  }
}
