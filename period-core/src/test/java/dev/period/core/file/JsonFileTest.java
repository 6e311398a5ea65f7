package dev.period.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  @Test
  void theBytesDoNotDependOnTheSystem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.json");
    JsonFile.write(file, Map.of("ä", List.of(1, Map.of("b", 0.5))));
    assertEquals("{\n  \"ä\" : [ 1, {\n    \"b\" : 0.5\n  } ]\n}", Files.readString(file));
  }
}
