package dev.period.data.qa;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSONL file of QA records one after the other, in memory for one record only.
 *
 * <p>Strict: unknown keys, wrong types, doubled keys and conversations that do not alternate are
 * errors. After an error the next call goes on with the next line, so that all that is wrong with a
 * file can be told at once. Empty lines are none.
 */
public final class QaReader implements AutoCloseable {
  private final JsonLines lines;

  private QaReader(JsonLines lines) {
    this.lines = lines;
  }

  /**
   * Opens a file.
   *
   * @throws PeriodException of kind INPUT if it is missing or cannot be read
   */
  public static QaReader open(Path file) {
    return new QaReader(JsonLines.open(file));
  }

  /**
   * All records of a file.
   *
   * @throws PeriodException of kind INPUT at the first thing that is wrong
   */
  public static List<QaRecord> readAll(Path file) {
    List<QaRecord> records = new ArrayList<>();
    try (QaReader reader = open(file)) {
      QaRecord record = reader.next();
      while (record != null) {
        records.add(record);
        record = reader.next();
      }
    }
    return records;
  }

  /**
   * The next record; null at the end.
   *
   * @throws PeriodException of kind INPUT, with file and line, if the next line is no record
   */
  public @Nullable QaRecord next() {
    return lines.next(QaJson::read);
  }

  /** The line of the record read last, from 1. */
  public int line() {
    return lines.line();
  }

  @Override
  public void close() {
    lines.close();
  }
}
