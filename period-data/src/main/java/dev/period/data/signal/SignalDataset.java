package dev.period.data.signal;

import dev.period.core.PeriodException;
import dev.period.data.CsvTable;
import dev.period.data.DistinctIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of time series with {@code labels_signals.csv} (or {@code labels.csv}): a row for each
 * thing that was counted in a file.
 *
 * <p>Columns: {@code file}, relative to the folder; {@code rate_hz} or {@code fs_hz}, samples per
 * second (may be empty for WAV); {@code count} or {@code value}, how many there are; and, if they
 * are there, {@code quantity} (what is counted: beats, breaths, reps, …), {@code column} (names of
 * columns of the file, with + between them), {@code start_s} and {@code end_s}. Where {@code
 * column} is empty, the columns that {@code kind} names and that fit the quantity are taken, else
 * all.
 */
public final class SignalDataset {
  /** Names of the file of labels; the first that is there counts. */
  private static final List<String> LABELS = List.of("labels_signals.csv", "labels.csv");

  /** What beats show best in, and then less and less well. */
  private static final List<String> BEATS = List.of("ppg", "pleth", "bvp", "ecg", "ekg", "ii");

  private static final List<String> BREATHS = List.of("rsp", "resp", "respiration", "breathing");

  private SignalDataset() {}

  /**
   * A signal in which somebody counted.
   *
   * @param id unique in the data set
   * @param file CSV or WAV
   * @param rateHz samples per second; 0 for a WAV file's own
   * @param columns to look at; empty for all
   * @param quantity what is counted, in the plural
   * @param start where the part begins, in seconds; null for the beginning
   * @param end where it ends; null for the end
   * @param count how many there are
   */
  public record Item(
      String id,
      Path file,
      double rateHz,
      List<String> columns,
      String quantity,
      @Nullable Double start,
      @Nullable Double end,
      int count) {
    /** Copies the columns. */
    public Item {
      columns = List.copyOf(columns);
    }

    /**
     * Reads the signal.
     *
     * @throws PeriodException of kind INPUT if the file is missing or broken, or nothing of it lies
     *     in the part
     */
    public Signal read() {
      Signal signal = SignalFile.read(file, rateHz, columns);
      return signal.part(
          start == null ? 0 : start, end == null ? signal.seconds() : end, file.toString());
    }
  }

  /**
   * The rows of the labels, in order. Whether the files exist is not checked.
   *
   * @throws PeriodException of kind INPUT, with file and line, if labels are missing or wrong
   */
  public static List<Item> read(Path folder) {
    Path labels = labels(folder);
    CsvTable table = CsvTable.read(labels);
    table.require("file");
    String count = either(table, "count", "value");
    String rate = either(table, "rate_hz", "fs_hz");
    List<Item> items = new ArrayList<>();
    DistinctIds ids = new DistinctIds();
    for (CsvTable.Row row : table.rows()) {
      items.add(item(folder, row, count, rate, ids));
    }
    if (items.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, labels + " has no rows below its header");
    }
    return List.copyOf(items);
  }

  /** The file that says what lies in a folder; it need not be there. */
  public static Path labels(Path folder) {
    return LABELS.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(folder.resolve(LABELS.get(1)));
  }

  private static String either(CsvTable table, String first, String second) {
    if (!table.has(first) && !table.has(second)) {
      table.require(first);
    }
    return table.has(first) ? first : second;
  }

  private static Item item(
      Path folder, CsvTable.Row row, String countColumn, String rate, DistinctIds ids) {
    Integer count = row.wholeNumber(countColumn);
    if (count == null) {
      throw row.error(countColumn + " is empty");
    }
    Path file = row.file("file", folder);
    Double rateHz = row.seconds(rate);
    Double start = row.seconds("start_s");
    Double end = row.seconds("end_s");
    if (start != null && end != null && start >= end) {
      throw row.error("start_s %s is not before end_s %s".formatted(start, end));
    }
    String quantity = row.text("quantity").isEmpty() ? "cycles" : row.text("quantity");
    List<String> columns = names(row.text("column"));
    if (columns.isEmpty()) {
      columns = fitting(file, names(row.text("kind")), quantity);
    }
    return new Item(
        ids.of(row.text("file") + "-" + quantity),
        file,
        rateHz == null ? 0 : rateHz,
        columns,
        quantity,
        start,
        end,
        count);
  }

  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    for (String name : list.split("\\+", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  /** Those of {@code kinds} that are columns of the file and can show {@code quantity}. */
  private static List<String> fitting(Path file, List<String> kinds, String quantity) {
    if (kinds.isEmpty() || !Files.isRegularFile(file)) {
      return List.of();
    }
    List<String> there = new ArrayList<>();
    for (String column : SignalFile.columns(file)) {
      if (kinds.stream().anyMatch(column::equalsIgnoreCase)) {
        there.add(column);
      }
    }
    String counted = quantity.toLowerCase(Locale.ROOT);
    List<String> preferred =
        Set.of("beats", "heartbeats", "pulses").contains(counted)
            ? BEATS
            : counted.equals("breaths") ? BREATHS : List.of();
    for (String name : preferred) {
      for (String column : there) {
        if (column.equalsIgnoreCase(name)) {
          return List.of(column);
        }
      }
    }
    return there;
  }
}
