package dev.period.infer.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * predictions.jsonl, written line by line to {@code .tmp-predictions.jsonl} and renamed when
 * complete: what an interrupted run has done can be read there.
 */
final class PredictionLog implements AutoCloseable {
  private static final String NAME = "predictions.jsonl";

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path target;
  private final Path unfinished;
  private final BufferedWriter writer;

  /** Starts an empty log in the folder {@code out}. */
  PredictionLog(Path out) throws IOException {
    target = out.resolve(NAME);
    unfinished = out.resolve(".tmp-" + NAME);
    writer = Files.newBufferedWriter(unfinished);
  }

  /** Adds a line, on disk before this returns. */
  void append(Map<String, Object> line) throws IOException {
    writer.write(mapper.writeValueAsString(line));
    writer.write('\n');
    writer.flush();
  }

  /** Gives the log its final name. */
  void complete() throws IOException {
    writer.close();
    Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
