package dev.period.core.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON in indented lines, with the same bytes on every system: Jackson's own lines end as the
 * system's do.
 */
public final class JsonFile {
  private static final ObjectWriter JSON =
      new ObjectMapper()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private JsonFile() {}

  /** The lines, without a line break at the end. */
  public static String text(Object value) throws JsonProcessingException {
    return JSON.writeValueAsString(value);
  }

  /** Writes {@link #text} as a {@link WholeFile}. */
  public static void write(Path file, Object value) throws IOException {
    String text = text(value);
    WholeFile.write(file, temporary -> Files.writeString(temporary, text));
  }
}
