package dev.period.core.model;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files with the same bytes on every system. */
final class JsonFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFiles() {}

  /**
   * Writes a file.
   *
   * @throws PeriodException of kind MODEL when it cannot be written
   */
  static void write(Path file, JsonNode json) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      byte[] bytes = JSON.writer(printer).writeValueAsBytes(json);
      WholeFile.write(file, temporary -> Files.write(temporary, bytes));
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, "cannot write " + file + " (" + e + ")", e);
    }
  }
}
