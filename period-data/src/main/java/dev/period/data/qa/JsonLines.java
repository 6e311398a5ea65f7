package dev.period.data.qa;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.PeriodException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSONL file one record after the other, in memory for one record only.
 *
 * <p>Strict: doubled keys and anything behind a record are errors. After an error the next call
 * goes on with the next line. Empty lines are none.
 */
final class JsonLines implements AutoCloseable {
  /** A longer line is no record; it would only fill the memory. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final InputStream in;
  private int line;

  private JsonLines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws PeriodException of kind INPUT if it is missing or cannot be read
   */
  static JsonLines open(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new PeriodException(
            PeriodException.Kind.INPUT, file + " is a folder; give the JSONL file in it");
      }
      return new JsonLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (NoSuchFileException e) {
      throw new PeriodException(PeriodException.Kind.INPUT, file + " does not exist", e);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  /**
   * The next record; null at the end.
   *
   * @param record makes it of the line's JSON; an {@link IllegalArgumentException} says in a
   *     sentence what is wrong with it
   * @throws PeriodException of kind INPUT, with file and line, if the next line is no record
   */
  <T> @Nullable T next(Function<JsonNode, T> record) {
    byte[] bytes = nextLine();
    if (bytes == null) {
      return null;
    }
    if (line == 1 && bytes[0] == '[') {
      throw error("this is a JSON array; convert it with 'period data build import'", null);
    }
    try {
      return record.apply(MAPPER.readTree(bytes));
    } catch (JsonProcessingException e) {
      throw error("not valid JSON (%s)".formatted(QaJson.shortened(e.getOriginalMessage())), e);
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw error("cannot be read (%s)".formatted(e), e);
    }
  }

  /** The line of the record read last, from 1. */
  int line() {
    return line;
  }

  /** The next line that is not empty; null at the end. */
  private byte @Nullable [] nextLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      while (true) {
        line++;
        bytes.reset();
        boolean blank = true;
        int b = in.read();
        if (b < 0) {
          return null;
        }
        while (b >= 0 && b != '\n') {
          if (bytes.size() == MAX_LINE_BYTES) {
            skipLine();
            throw error("the line is longer than %d bytes".formatted(MAX_LINE_BYTES), null);
          }
          blank &= b == ' ' || b == '\t' || b == '\r';
          bytes.write(b);
          b = in.read();
        }
        if (!blank) {
          byte[] text = bytes.toByteArray();
          return line == 1 && startsWithByteOrderMark(text)
              ? Arrays.copyOfRange(text, 3, text.length)
              : text;
        }
      }
    } catch (IOException e) {
      throw error("cannot be read (%s)".formatted(e), e);
    }
  }

  private static boolean startsWithByteOrderMark(byte[] text) {
    return text.length > 3
        && text[0] == (byte) 0xEF
        && text[1] == (byte) 0xBB
        && text[2] == (byte) 0xBF;
  }

  private void skipLine() throws IOException {
    int b = in.read();
    while (b >= 0 && b != '\n') {
      b = in.read();
    }
  }

  private PeriodException error(String message, @Nullable Throwable cause) {
    return new PeriodException(
        PeriodException.Kind.INPUT, "%s, line %d: %s".formatted(file, line, message), cause);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw error("cannot be closed (%s)".formatted(e), e);
    }
  }

  /** A parser of the same strictness, for files of other forms. */
  static JsonParser parser(InputStream in) throws IOException {
    return MAPPER.createParser(in);
  }

  /** The value at which {@code parser} stands, of which there may be more behind. */
  static JsonNode value(JsonParser parser) throws IOException {
    return MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(parser);
  }
}
