package dev.period.data;

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
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header (RFC 4180, UTF-8 with or without a byte order mark): cells by the name
 * of their column, errors with file and line.
 */
public final class CsvTable {
  /** A larger file is no table of annotations; it would only fill the memory. */
  private static final long MAX_BYTES = 256L << 20;

  private static final int MAX_COUNT = 1_000_000_000;

  private final Path file;
  private final List<String> header = new ArrayList<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private CsvTable(Path file) {
    this.file = file;
  }

  /**
   * Reads a file as a whole.
   *
   * @throws PeriodException of kind INPUT if it is missing, too large, not UTF-8 or not CSV
   */
  public static CsvTable read(Path file) {
    ObjectReader reader =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .with(CsvParser.Feature.TRIM_SPACES);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new PeriodException(
            PeriodException.Kind.INPUT,
            "%s has %d bytes, too many for a table of annotations"
                .formatted(file, Files.size(file)));
      }
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
            for (int i = 0; i < cells.size(); i++) {
              table.columns.putIfAbsent(cells.get(i), i);
            }
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

  /** The names of the columns. */
  public List<String> header() {
    return Collections.unmodifiableList(header);
  }

  /** The rows below the header; empty lines are none. */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** Whether there is a column of this name. */
  public boolean has(String column) {
    return columns.containsKey(column);
  }

  /**
   * Demands columns.
   *
   * @throws PeriodException of kind INPUT that names those that are missing
   */
  public void require(String... columns) {
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
  public final class Row {
    private final int line;
    private final List<String> cells;

    private Row(int line, List<String> cells) {
      this.line = line;
      this.cells = cells;
    }

    /** The cell in {@code column}; empty where the row is too short. */
    public String text(String column) {
      Integer index = columns.get(column);
      return index != null && index < cells.size() ? cells.get(index).strip() : "";
    }

    /**
     * A whole number from 0, also where a table program wrote it as "4.0"; null for an empty cell.
     *
     * @throws PeriodException of kind INPUT for anything else
     */
    public @Nullable Integer wholeNumber(String column) {
      String text = text(column);
      if (text.isEmpty()) {
        return null;
      }
      try {
        double value = Double.parseDouble(text);
        if (value >= 0 && value <= MAX_COUNT && value == Math.rint(value)) {
          return (int) value;
        }
      } catch (NumberFormatException e) {
        // told below, together with numbers that are negative, broken or not finite
      }
      throw error("%s must be a whole number from 0, but is '%s'".formatted(column, text));
    }

    /**
     * A time from 0, in seconds; null for an empty cell.
     *
     * @throws PeriodException of kind INPUT for anything else
     */
    public @Nullable Double seconds(String column) {
      String text = text(column);
      if (text.isEmpty()) {
        return null;
      }
      try {
        double seconds = Double.parseDouble(text);
        if (Double.isFinite(seconds) && seconds >= 0) {
          return seconds;
        }
      } catch (NumberFormatException e) {
        // told below, together with numbers out of range
      }
      throw error("%s must be a number of seconds from 0, but is '%s'".formatted(column, text));
    }

    /**
     * A file within {@code folder}, to which the cell's path is relative; it may be missing.
     *
     * @throws PeriodException of kind INPUT for anything else
     */
    public Path file(String column, Path folder) {
      String name = text(column);
      if (name.isEmpty()) {
        throw error("the column %s is empty".formatted(column));
      }
      try {
        Path root = folder.toAbsolutePath().normalize();
        Path file = root.resolve(name).normalize();
        if (Path.of(name).isAbsolute() || !file.startsWith(root) || file.equals(root)) {
          throw error(
              "the path '%s' leaves the folder of the data set; use a relative path"
                  .formatted(name));
        }
        return folder.resolve(name).normalize();
      } catch (InvalidPathException e) {
        throw error("'%s' is not a file name".formatted(name.replace('\0', '?')));
      }
    }

    /** The line of the file that ends the row, from 1. */
    public int line() {
      return line;
    }

    /** A failure about this row. */
    public PeriodException error(String message) {
      return new PeriodException(
          PeriodException.Kind.INPUT, "%s, line %d: %s".formatted(file, line, message));
    }
  }
}
