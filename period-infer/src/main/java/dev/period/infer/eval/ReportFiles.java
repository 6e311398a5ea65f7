package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.core.file.JsonFile;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes report.json and report.html, so that nobody ever sees half of one. */
final class ReportFiles {
  private ReportFiles() {}

  static void write(Path out, Map<String, Object> report, String page) throws IOException {
    String json = JsonFile.text(report) + "\n";
    WholeFile.write(out.resolve("report.html"), file -> Files.writeString(file, page));
    WholeFile.write(out.resolve("report.json"), file -> Files.writeString(file, json));
  }

  /** What is said where the folder of a report cannot be written to. */
  static PeriodException unwritable(Path out, IOException cause) {
    return new PeriodException(
        PeriodException.Kind.INPUT,
        "cannot write the report to %s (%s); choose another folder".formatted(out, cause),
        cause);
  }
}
