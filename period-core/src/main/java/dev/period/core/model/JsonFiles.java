package dev.period.core.model;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** JSON files with the same bytes on every system. */
final class JsonFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFiles() {}

  /**
   * Writes a file under a temporary name and renames it.
   *
   * @throws PeriodException of kind MODEL when it cannot be written
   */
  static void write(Path file, JsonNode json) {
    Path temporary = file.resolveSibling(".tmp-" + file.getFileName());
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      Files.write(temporary, JSON.writer(printer).writeValueAsBytes(json));
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, "cannot write " + file + " (" + e + ")", e);
    }
  }
}
