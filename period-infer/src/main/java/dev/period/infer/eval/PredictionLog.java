package dev.period.infer.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.file.FolderLock;
import dev.period.core.file.WholeFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * predictions.jsonl, appended line by line, so that a run that was killed is picked up by the next
 * one. One process at a time writes into a folder; the lock dies with it.
 */
final class PredictionLog implements AutoCloseable {
  private static final String NAME = "predictions.jsonl";
  private static final List<String> FILES = List.of(NAME, "report.json", "report.html");

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path folder;
  private final FolderLock lock;
  private final List<JsonNode> earlier;
  private @Nullable BufferedWriter writer;

  private PredictionLog(Path folder, FolderLock lock) throws IOException {
    this.folder = folder;
    this.lock = lock;
    this.earlier = read(folder.resolve(NAME));
  }

  /**
   * Opens the log of a folder, which is made where it is missing.
   *
   * @throws PeriodException of kind USAGE if another process writes into it
   */
  static PredictionLog open(Path folder) throws IOException {
    FolderLock lock = FolderLock.tryOpen(folder);
    if (lock == null) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          "another evaluation is writing to " + folder + "; wait for it, or give another --out");
    }
    try {
      return new PredictionLog(folder, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Whole lines; a line that was cut off by a kill is none. */
  private List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return lines;
    }
    // unlike Files.lines, this reads on behind bytes that are not UTF-8
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        JsonNode line = parse(text);
        if (line != null && line.isObject()) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private @Nullable JsonNode parse(String line) {
    try {
      return mapper.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** What an earlier run left, in the order of the file. */
  List<JsonNode> earlier() {
    return List.copyOf(earlier);
  }

  /**
   * Begins to write: the lines that stay, and then what is appended.
   *
   * @param aside whether the files of the earlier run are kept in a folder of their own, because
   *     not all of its answers are used again
   * @return that folder; null where there is none
   */
  @Nullable Path start(List<?> stay, boolean aside) throws IOException {
    Path kept = aside ? setAside() : null;
    rewrite(stay);
    writer =
        Files.newBufferedWriter(
            folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return kept;
  }

  private Path setAside() throws IOException {
    int n = 1;
    while (Files.exists(folder.resolve("earlier-" + n))) {
      n++;
    }
    Path kept = Files.createDirectory(folder.resolve("earlier-" + n));
    for (String name : FILES) {
      if (Files.exists(folder.resolve(name))) {
        Files.move(folder.resolve(name), kept.resolve(name));
      }
    }
    return kept;
  }

  /** Adds lines, in the file before this returns. */
  void append(List<?> lines) throws IOException {
    if (writer == null) {
      throw new IllegalStateException("the log has not started");
    }
    StringBuilder text = new StringBuilder();
    for (Object line : lines) {
      text.append(mapper.writeValueAsString(line)).append('\n');
    }
    writer.write(text.toString());
    writer.flush();
  }

  /** Ends the log with the lines of all items in their order, as if nothing had interrupted it. */
  void complete(List<?> lines) throws IOException {
    closeWriter();
    rewrite(lines);
  }

  private void rewrite(List<?> lines) throws IOException {
    WholeFile.write(
        folder.resolve(NAME),
        temporary -> {
          try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
            for (Object line : lines) {
              out.write(mapper.writeValueAsString(line));
              out.write('\n');
            }
          }
        });
  }

  private void closeWriter() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeWriter();
    } finally {
      lock.close();
    }
  }
}
