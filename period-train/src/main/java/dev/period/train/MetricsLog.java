package dev.period.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** metrics.jsonl: one JSON object per step, flushed at once. */
final class MetricsLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedWriter writer;

  private MetricsLog(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Opens the log and drops what stands behind {@code lastStep}: those steps are run again. */
  static MetricsLog open(Path file, long lastStep) {
    try {
      List<String> kept = new ArrayList<>();
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          if (belongs(line, lastStep)) {
            kept.add(line);
          }
        }
      }
      Path temporary = file.resolveSibling(".tmp-" + file.getFileName());
      Files.write(temporary, kept);
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return new MetricsLog(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private static boolean belongs(String line, long lastStep) {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isNumber() && step.asLong() <= lastStep;
    } catch (IOException e) {
      return false; // the line that a killed process did not finish
    }
  }

  /** Adds the metrics of a step. */
  void write(long step, Map<String, Double> metrics) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.putAll(metrics);
    try {
      writer.write(JSON.writeValueAsString(line));
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }
}
