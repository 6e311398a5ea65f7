package dev.period.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.WholeFile;
import dev.period.train.logging.LearningCurves;
import dev.period.train.logging.TensorBoardLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run tells about itself in its folder: {@code metrics.jsonl}, TensorBoard's event files,
 * {@code curves.svg} and {@code answers/step-<n>.jsonl}.
 */
final class RunLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final LearningCurves curves;
  private final Map<String, Double> before;
  private final MetricsLog metrics;
  private final TensorBoardLog board;

  private RunLog(
      Path folder,
      LearningCurves curves,
      Map<String, Double> before,
      MetricsLog metrics,
      TensorBoardLog board) {
    this.folder = folder;
    this.curves = curves;
    this.before = before;
    this.metrics = metrics;
    this.board = board;
  }

  /** Opens the logs of a run that goes on after {@code lastStep}; 0 begins anew. */
  static RunLog open(Path folder, long lastStep) {
    LearningCurves curves = new LearningCurves();
    Map<String, Double> before = new LinkedHashMap<>();
    MetricsLog metrics =
        MetricsLog.open(
            folder.resolve("metrics.jsonl"),
            lastStep,
            line -> {
              curves.add(line.step(), line.metrics());
              if (line.step() == 0) {
                before.putAll(line.metrics());
              }
            });
    try {
      return new RunLog(
          folder,
          curves,
          before,
          metrics,
          TensorBoardLog.open(folder.resolve("tensorboard"), lastStep, Clock.systemUTC()));
    } catch (PeriodException e) {
      metrics.close();
      throw e;
    }
  }

  /** The metrics of the evaluation before the first step; empty where there was none. */
  Map<String, Double> before() {
    return before;
  }

  /** Adds the metrics of a step. */
  void write(long step, Map<String, Double> values) {
    metrics.write(step, values);
    values.forEach((tag, value) -> board.scalar(tag, step, value));
    curves.add(step, values);
  }

  /** Keeps some answers of an evaluation, and draws the curves so far. */
  void evaluated(long step, List<Evaluation.Answer> answers) {
    StringBuilder lines = new StringBuilder();
    try {
      for (Evaluation.Answer answer : answers) {
        lines.append(JSON.writeValueAsString(answer)).append('\n');
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
    write(folder.resolve("answers/step-" + step + ".jsonl"), lines.toString());
    draw();
  }

  /** Draws the curves so far. */
  void draw() {
    write(folder.resolve("curves.svg"), curves.svg());
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      WholeFile.write(file, temporary -> Files.writeString(temporary, text));
    } catch (IOException e) {
      throw new PeriodException(Kind.USAGE, "cannot write " + file + " (" + Reason.of(e) + ")", e);
    }
  }

  @Override
  public void close() {
    try {
      metrics.close();
    } finally {
      board.close();
    }
  }
}
