package dev.period.infer.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A CSV file with a header (RFC 4180, UTF-8 with or without a byte order mark): cells by the name
 * of their column, errors with file and line.
 */
final class CsvTable {
  private final Path file;
  private final List<String> header = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private CsvTable(Path file) {
    this.file = file;
  }

  /**
   * Reads a file as a whole.
   *
   * @throws PeriodException of kind INPUT if it is missing, not UTF-8 or not CSV
   */
  static CsvTable read(Path file) {
    ObjectReader reader =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .with(CsvParser.Feature.TRIM_SPACES);
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
      CsvTable table = new CsvTable(file);
      try (MappingIterator<String[]> lines = reader.readValues(text)) {
        while (lines.hasNextValue()) {
          List<String> cells = List.of(lines.nextValue());
          // the last token is still that of this row; the reader itself may be lines ahead
          int line = lines.getParser().currentTokenLocation().getLineNr();
          if (table.header.isEmpty()) {
            table.header.addAll(cells);
          } else {
            table.rows.add(table.new Row(line, cells));
          }
        }
      }
      return table;
    } catch (NoSuchFileException e) {
      throw new PeriodException(PeriodException.Kind.INPUT, file + " does not exist", e);
    } catch (CharacterCodingException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%s, line %d: not valid CSV (%s)"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  /** The rows below the header; empty lines are none. */
  List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** Whether there is a column of this name. */
  boolean has(String column) {
    return header.contains(column);
  }

  /**
   * Demands columns.
   *
   * @throws PeriodException of kind INPUT that names those that are missing
   */
  void require(String... columns) {
    List<String> missing = new ArrayList<>(List.of(columns));
    missing.removeAll(header);
    if (!missing.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%s, line 1: no column %s; found %s"
              .formatted(file, String.join(", ", missing), String.join(", ", header)));
    }
  }

  /** One line of the file (several, where a cell holds line breaks). */
  final class Row {
    private final int line;
    private final List<String> cells;

    private Row(int line, List<String> cells) {
      this.line = line;
      this.cells = cells;
    }

    /** The cell in {@code column}; empty where the row is too short. */
    String text(String column) {
      int index = header.indexOf(column);
      return index >= 0 && index < cells.size() ? cells.get(index).strip() : "";
    }

    /** A failure about this row. */
    PeriodException error(String message) {
      return new PeriodException(
          PeriodException.Kind.INPUT, "%s, line %d: %s".formatted(file, line, message));
    }
  }
}
