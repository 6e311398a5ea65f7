package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code period model} with the bundled model. */
class ModelCommandTest {
  private static final String NANO = Path.of("..", "models", "nano").toString();

  @TempDir private Path folder;

  @Test
  void infoTellsPartsSizesAndMemory() throws IOException {
    CliRun run = CliRun.of("model", "info", NANO);
    assertEquals(0, run.code(), run.err());
    for (String part : List.of("layout", "vision tower", "decoder", "F32", "on disk", "to train")) {
      assertTrue(run.out().contains(part), run.out());
    }
    JsonNode json = new ObjectMapper().readTree(CliRun.of("model", "info", NANO, "--json").out());
    assertEquals(
        Files.size(Path.of(NANO, "model.safetensors")), json.get("bytes_on_disk").asLong());
    assertEquals(json.get("parameters").asLong(), json.at("/types/F32").asLong());
    assertTrue(json.at("/memory_bytes/weights_half").asLong() > 0);
    long parts = 0;
    for (JsonNode part : json.get("parts")) {
      parts += part.asLong();
    }
    assertEquals(json.get("parameters").asLong(), parts);
  }

  @Test
  void exportAndImportGiveTheSameFolder() throws IOException {
    String first = folder.resolve("first").toString();
    String exported = folder.resolve("hf").toString();
    String second = folder.resolve("second").toString();
    assertEquals(0, CliRun.of("model", "import", NANO, "--out", first).code());
    CliRun export = CliRun.of("model", "export", first, "--layout", "hf", "--out", exported);
    assertEquals(0, export.code(), export.err());
    assertTrue(export.err().contains("note: "), export.err());
    assertEquals("", export.out());
    CliRun quiet = CliRun.of("model", "import", exported, "--out", second, "--quiet");
    assertEquals(new CliRun(0, "", ""), quiet);
    try (Stream<Path> files = Files.list(Path.of(first))) {
      for (Path file : files.toList()) {
        assertEquals(
            -1, Files.mismatch(file, Path.of(second).resolve(file.getFileName())), file.toString());
      }
    }
    assertEquals(2, CliRun.of("model", "import", NANO, "--out", first).code());
    assertEquals(0, CliRun.of("model", "import", NANO, "--out", first, "--force").code());
  }

  @Test
  void mistakesHaveTheirExitCodes() throws IOException {
    String out = folder.resolve("out").toString();
    assertEquals(2, CliRun.of("model").code());
    assertEquals(2, CliRun.of("model", "info").code());
    assertEquals(2, CliRun.of("model", "export", NANO, "--layout", "gguf", "--out", out).code());
    assertEquals(4, CliRun.of("model", "info", folder.resolve("none").toString()).code());
    Files.writeString(folder.resolve("config.json"), "{\"model_type\":\"gpt2\"}");
    CliRun unknown = CliRun.of("model", "import", folder.toString(), "--out", out);
    assertEquals(4, unknown.code());
    assertTrue(unknown.err().contains("gpt2"), unknown.err());
    assertEquals(1, unknown.err().lines().count());
  }
}
