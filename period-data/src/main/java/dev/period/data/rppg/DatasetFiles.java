package dev.period.data.rppg;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Listings and small text files of data sets. */
final class DatasetFiles {
  /** Hours of measurement are far smaller. */
  static final long MAX_BYTES = 64L << 20;

  private static final Pattern SEPARATOR = Pattern.compile("[\\s,;]+");

  private DatasetFiles() {}

  /** What lies in {@code folder}, by name; empty if it is no folder. */
  static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(Comparator.comparing(DatasetFiles::sortKey)).toList();
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot list %s (%s)".formatted(folder, e), e);
    }
  }

  /** Subfolders of {@code folder} whose names match. */
  static List<Path> folders(Path folder, Pattern name) {
    return children(folder).stream()
        .filter(child -> name.matcher(name(child)).matches() && Files.isDirectory(child))
        .toList();
  }

  /** The folders in {@code folder}, itself included, down to {@code depth} levels below. */
  static List<Path> tree(Path folder, int depth) {
    List<Path> found = new ArrayList<>();
    found.add(folder);
    if (depth > 0) {
      for (Path child : children(folder)) {
        if (Files.isDirectory(child)) {
          found.addAll(tree(child, depth - 1));
        }
      }
    }
    return found;
  }

  /** The last part of a path. */
  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Numbers in names count as numbers: subject2 comes before subject10. */
  private static String sortKey(Path path) {
    return Pattern.compile("\\d+")
        .matcher(name(path))
        .replaceAll(
            digits -> "0".repeat(Math.max(0, 20 - digits.group().length())) + digits.group());
  }

  /** The path of {@code path} within {@code root}, with slashes on every system. */
  static String id(Path root, Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  /** All of a small text file. */
  static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new PeriodException(
            PeriodException.Kind.INPUT, file + " is too large for a measurement");
      }
      // ISO 8859-1 takes any bytes; what is not a number is told below
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  /**
   * The numbers in {@code text}, between blanks, line ends, commas or semicolons.
   *
   * @param file that the text comes from, for the message
   */
  static double[] numbers(Path file, String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return new double[0];
    }
    String[] words = SEPARATOR.splitAsStream(trimmed).toArray(String[]::new);
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i]);
      } catch (NumberFormatException e) {
        throw new PeriodException(
            PeriodException.Kind.INPUT,
            "%s: '%s' is not a number".formatted(file, shortened(words[i])),
            e);
      }
      if (!Double.isFinite(numbers[i])) {
        throw new PeriodException(
            PeriodException.Kind.INPUT, "%s: value %d is %s".formatted(file, i + 1, words[i]));
      }
    }
    return numbers;
  }

  private static String shortened(String word) {
    return word.length() > 40 ? word.substring(0, 40) + "…" : word;
  }
}
