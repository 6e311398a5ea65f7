package dev.period.data.qa;

import dev.period.core.PeriodException;
import java.nio.file.Path;

/**
 * Writes QA records to a JSONL file, which appears under its name only when it is complete. The
 * same records give the same bytes.
 */
public final class QaWriter implements AutoCloseable {
  private final JsonLinesWriter lines;

  /**
   * Starts a file; makes its folder where that is missing.
   *
   * @throws PeriodException of kind INPUT if it cannot be written
   */
  public QaWriter(Path file) {
    this.lines = new JsonLinesWriter(file);
  }

  /** Adds a record. */
  public void write(QaRecord record) {
    lines.write(json -> QaJson.write(json, record));
  }

  /** The number of records so far. */
  public long written() {
    return lines.written();
  }

  /** Ends the file and gives it its name; an existing one is replaced. */
  public void complete() {
    lines.complete();
  }

  /** Removes what is there if {@link #complete} was not reached. */
  @Override
  public void close() {
    lines.close();
  }
}
