package dev.period.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.WholeFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** metrics.jsonl: one JSON object per step, flushed at once. */
final class MetricsLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "step";

  private final Path file;
  private final BufferedWriter writer;

  private MetricsLog(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** A line of the log. */
  record Line(long step, Map<String, Double> metrics) {}

  /**
   * Opens the log and drops what stands behind {@code lastStep}: those steps are run again.
   *
   * @param lastStep 0 begins anew
   * @param earlier hears what is kept
   */
  static MetricsLog open(Path file, long lastStep, Consumer<Line> earlier) {
    try {
      WholeFile.write(
          file,
          temporary -> {
            try (BufferedWriter kept = Files.newBufferedWriter(temporary)) {
              if (lastStep > 0 && Files.exists(file)) {
                keep(file, lastStep, kept, earlier);
              }
            }
          });
      return new MetricsLog(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  private static void keep(Path file, long lastStep, Writer kept, Consumer<Line> earlier)
      throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        Optional<Line> line = parse(text);
        if (line.isPresent() && line.get().step() <= lastStep) {
          kept.write(text);
          kept.write('\n');
          earlier.accept(line.get());
        }
      }
    }
  }

  /** Empty for the line that a killed process did not finish. */
  private static Optional<Line> parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.path(STEP).isIntegralNumber()) {
        return Optional.empty();
      }
      Map<String, Double> metrics = new LinkedHashMap<>();
      json.properties().stream()
          .filter(entry -> !entry.getKey().equals(STEP) && entry.getValue().isNumber())
          .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().doubleValue()));
      return Optional.of(new Line(json.path(STEP).longValue(), metrics));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Adds the metrics of a step. */
  void write(long step, Map<String, Double> metrics) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(STEP, step);
    line.putAll(metrics);
    try {
      writer.write(JSON.writeValueAsString(line));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  private static PeriodException broken(Path file, IOException e) {
    return new PeriodException(Kind.USAGE, "cannot write " + file + " (" + Reason.of(e) + ")", e);
  }
}
