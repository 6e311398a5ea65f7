package dev.period.data.signal;

import dev.period.core.PeriodException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time series from a CSV or WAV file.
 *
 * <p>CSV: one step a line, values between commas, semicolons, tabs or blanks, with or without a
 * header. Without one, columns are called 1, 2, …. Empty cells and {@code nan} are gaps, across
 * which a straight line is drawn. WAV: see {@link WavFile}.
 */
public final class SignalFile {
  /** A larger file would only fill the memory. */
  static final long MAX_BYTES = 1L << 30;

  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_COLUMNS = 4096;
  private static final int MAX_VALUES = 64 << 20;

  /** Columns that tell the time and not the signal. */
  private static final Pattern TIME =
      Pattern.compile("(time|timestamp|epoch|elapsed|seconds|index|sample|frame)\\b.*|t");

  private SignalFile() {}

  /**
   * Reads the signal.
   *
   * @param rateHz steps per second; 0 to take a WAV file's own
   * @param columns names of those wanted, whatever their case; empty for all that hold numbers and
   *     do not tell the time
   * @throws PeriodException of kind INPUT if the file is missing or is no such file; of kind USAGE
   *     if there is no such column or the rate is not known
   */
  public static Signal read(Path file, double rateHz, List<String> columns) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw input("%s has %d bytes, too many for a signal".formatted(file, Files.size(file)));
      }
      return WavFile.is(file) ? wav(file, rateHz, columns) : csv(file, rateHz, columns);
    } catch (NoSuchFileException e) {
      throw new PeriodException(PeriodException.Kind.INPUT, file + " does not exist", e);
    } catch (CharacterCodingException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " is neither text nor a WAV file", e);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  /**
   * The names of the columns.
   *
   * @throws PeriodException of kind INPUT if the file is missing or is no signal
   */
  public static List<String> columns(Path file) {
    try {
      if (WavFile.is(file)) {
        return WavFile.read(file).columns();
      }
      try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return header(file, firstLine(file, lines));
      }
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  private static Signal wav(Path file, double rateHz, List<String> columns) throws IOException {
    Signal signal = WavFile.read(file);
    int[] chosen = chosen(file, signal.columns(), columns);
    double[][] values = new double[signal.steps()][chosen.length];
    for (int t = 0; t < values.length; t++) {
      for (int c = 0; c < chosen.length; c++) {
        values[t][c] = signal.values()[t][chosen[c]];
      }
    }
    return new Signal(
        values, rateHz > 0 ? rateHz : signal.rateHz(), names(signal.columns(), chosen));
  }

  private static Signal csv(Path file, double rateHz, List<String> columns) throws IOException {
    if (!(rateHz > 0)) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          file + " does not say its rate; give the number of samples per second");
    }
    List<double[]> rows = new ArrayList<>();
    List<String> header;
    int[] chosen;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String first = firstLine(file, lines);
      Pattern separator = separator(first);
      header = header(file, first);
      boolean hasHeader = !isNumeric(first);
      int line = hasHeader ? 2 : 1;
      String text = hasHeader ? next(file, line, lines) : first;
      chosen = chosen(file, header, columns);
      if (hasHeader && columns.isEmpty() && text != null) {
        chosen = numeric(file, chosen, separator.split(text.strip(), -1));
      }
      while (text != null) {
        if (!text.isBlank()) {
          rows.add(row(file, line, separator.split(text.strip(), -1), chosen));
          if ((long) rows.size() * chosen.length > MAX_VALUES) {
            throw input(file + " has more than " + MAX_VALUES + " values, too many for a signal");
          }
        }
        text = next(file, ++line, lines);
      }
    }
    if (rows.isEmpty()) {
      throw input(file + " has no values below its header");
    }
    double[][] values = rows.toArray(double[][]::new);
    for (int c = 0; c < chosen.length; c++) {
      bridgeGaps(file, values, c, header.get(chosen[c]));
    }
    return new Signal(values, rateHz, names(header, chosen));
  }

  private static String firstLine(Path file, BufferedReader lines) throws IOException {
    String first = next(file, 1, lines);
    if (first == null || first.isBlank()) {
      throw input(file + " is empty; a signal needs values");
    }
    return first.startsWith("\uFEFF") ? first.substring(1) : first;
  }

  /** The next line, of bounded length; null at the end. */
  private static @Nullable String next(Path file, int line, BufferedReader lines)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int c = lines.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (text.length() == MAX_LINE) {
        throw input("%s, line %d: the line is too long for a signal".formatted(file, line));
      }
      if (c != '\r') {
        text.append((char) c);
      }
      c = lines.read();
    }
    return text.toString();
  }

  private static Pattern separator(String line) {
    for (String mark : List.of(",", ";", "\t")) {
      if (line.contains(mark)) {
        return Pattern.compile("\\s*" + mark + "\\s*");
      }
    }
    return Pattern.compile("\\s+");
  }

  private static boolean isNumeric(String line) {
    return Arrays.stream(separator(line).split(line.strip(), -1)).allMatch(SignalFile::isNumber);
  }

  private static List<String> header(Path file, String first) {
    String[] cells = separator(first).split(first.strip(), -1);
    if (cells.length > MAX_COLUMNS) {
      throw input("%s has %d columns, too many for a signal".formatted(file, cells.length));
    }
    List<String> names = new ArrayList<>();
    boolean numeric = isNumeric(first);
    for (int i = 0; i < cells.length; i++) {
      String name = cells[i].strip().replaceFirst("^\"(.*)\"$", "$1");
      names.add(numeric || name.isEmpty() ? String.valueOf(i + 1) : name);
    }
    return names;
  }

  /** Indices of the columns that are wanted. */
  private static int[] chosen(Path file, List<String> header, List<String> columns) {
    if (columns.isEmpty()) {
      int[] signal =
          IntStream.range(0, header.size())
              .filter(i -> !TIME.matcher(header.get(i).toLowerCase(Locale.ROOT)).matches())
              .toArray();
      if (signal.length == 0) {
        throw input("%s has no column that may be a signal: %s".formatted(file, header));
      }
      return signal;
    }
    int[] chosen = new int[columns.size()];
    for (int c = 0; c < chosen.length; c++) {
      String wanted = columns.get(c).strip();
      chosen[c] = -1;
      for (int i = 0; i < header.size() && chosen[c] < 0; i++) {
        chosen[c] = header.get(i).equalsIgnoreCase(wanted) ? i : -1;
      }
      if (chosen[c] < 0) {
        throw new PeriodException(
            PeriodException.Kind.USAGE,
            "%s has no column '%s'; there are %s".formatted(file, wanted, header));
      }
    }
    return chosen;
  }

  /** Those of {@code columns} that hold a number in the first line below the header. */
  private static int[] numeric(Path file, int[] columns, String[] cells) {
    int[] numeric =
        Arrays.stream(columns).filter(i -> i < cells.length && isNumber(cells[i])).toArray();
    if (numeric.length == 0) {
      throw input(
          "%s, line 2: there is no number in it (decimals are written with a point)"
              .formatted(file));
    }
    return numeric;
  }

  private static double[] row(Path file, int line, String[] cells, int[] columns) {
    double[] row = new double[columns.length];
    for (int c = 0; c < row.length; c++) {
      String cell = columns[c] < cells.length ? cells[columns[c]].strip() : "";
      if (!isNumber(cell)) {
        throw input("%s, line %d: '%s' is no number".formatted(file, line, shortened(cell)));
      }
      boolean gap = cell.isEmpty() || cell.equalsIgnoreCase("nan");
      double value = gap ? Double.NaN : Double.parseDouble(cell);
      row[c] = Double.isInfinite(value) ? Double.NaN : value;
    }
    return row;
  }

  /** Numbers and gaps. */
  private static boolean isNumber(String cell) {
    String text = cell.strip();
    if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
      return true;
    }
    // Double.parseDouble takes letters for some numbers ("1d", "Infinity"), which no table means
    char last = text.charAt(text.length() - 1);
    if (!Character.isDigit(last) && last != '.') {
      return false;
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void bridgeGaps(Path file, double[][] values, int column, String name) {
    int known = -1;
    int gaps = 0;
    for (int t = 0; t < values.length; t++) {
      if (Double.isNaN(values[t][column])) {
        gaps++;
        continue;
      }
      for (int gap = known + 1; gap < t; gap++) {
        double share = known < 0 ? 1 : (double) (gap - known) / (t - known);
        double before = known < 0 ? 0 : values[known][column] * (1 - share);
        values[gap][column] = before + values[t][column] * share;
      }
      known = t;
    }
    if (2 * gaps > values.length) {
      throw input(
          "%s: column %s is empty in %d of %d lines".formatted(file, name, gaps, values.length));
    }
    for (int t = known + 1; t < values.length; t++) {
      values[t][column] = values[known][column];
    }
  }

  private static List<String> names(List<String> header, int[] columns) {
    return Arrays.stream(columns).mapToObj(header::get).toList();
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static PeriodException input(String message) {
    return new PeriodException(PeriodException.Kind.INPUT, message);
  }
}
