package dev.period.data.qa;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.period.core.PeriodException;
import dev.period.core.file.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a JSONL file, which appears under its name only when it is complete. The same records give
 * the same bytes.
 */
final class JsonLinesWriter implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final Path temporary;
  private final OutputStream out;
  private final JsonGenerator json;
  private long written;

  /** Writes one record. */
  @FunctionalInterface
  interface Entry {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Starts a file; makes its folder where that is missing.
   *
   * @throws PeriodException of kind INPUT if it cannot be written
   */
  JsonLinesWriter(Path file) {
    this.file = file;
    this.temporary = WholeFile.temporary(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
      json = JSON.createGenerator(out);
      json.setRootValueSeparator(new SerializedString("\n"));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Adds a record. */
  void write(Entry record) {
    try {
      record.write(json);
      written++;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The number of records so far. */
  long written() {
    return written;
  }

  /** Ends the file and gives it its name; an existing one is replaced. */
  void complete() {
    try {
      json.flush();
      if (written > 0) {
        out.write('\n');
      }
      json.close();
      WholeFile.move(temporary, file);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private PeriodException failure(IOException e) {
    return new PeriodException(
        PeriodException.Kind.INPUT,
        "cannot write %s (%s); choose another folder".formatted(file, e),
        e);
  }

  /** Removes what is there if {@link #complete} was not reached. */
  @Override
  public void close() {
    try {
      json.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
