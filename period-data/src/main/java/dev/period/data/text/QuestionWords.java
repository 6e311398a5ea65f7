package dev.period.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@link VideoQuestions} are made of.
 *
 * @param sections lines of the file by the name of their section
 */
record QuestionWords(Map<String, List<String>> sections) {

  /** Reads a file beside this class: sections in brackets, one entry per line. */
  static QuestionWords read(String file) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> section = new ArrayList<>();
    for (String line : text(file).lines().toList()) {
      if (line.startsWith("[")) {
        section = new ArrayList<>();
        sections.put(line.substring(1, line.length() - 1), section);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        section.add(line);
      }
    }
    return new QuestionWords(sections);
  }

  /** The same with more templates of an intent. */
  QuestionWords with(Intent intent, List<String> more) {
    Map<String, List<String>> joined = new LinkedHashMap<>(sections);
    List<String> all = new ArrayList<>(templates(intent));
    all.addAll(more);
    joined.put(name(intent), all);
    return new QuestionWords(joined);
  }

  List<String> templates(Intent intent) {
    return section(name(intent));
  }

  /** {he, his, is, does} and the like. */
  List<String[]> who() {
    return split("who");
  }

  /** {jump, jumping, jump, jumps} and the like: verb, its participle, singular, plural. */
  List<String[]> actions() {
    return split("actions");
  }

  /** {car, cars} and the like. */
  List<String[]> things() {
    return split("things");
  }

  private List<String[]> split(String name) {
    return section(name).stream().map(line -> line.split(", ")).toList();
  }

  private List<String> section(String name) {
    List<String> lines = sections.get(name);
    if (lines == null) {
      throw new IllegalStateException("there is no section [" + name + "]");
    }
    return lines;
  }

  private static String name(Intent intent) {
    return intent.name().toLowerCase(Locale.ROOT);
  }

  private static String text(String file) {
    try (InputStream in = QuestionWords.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
