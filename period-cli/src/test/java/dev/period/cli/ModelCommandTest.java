package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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

  /** Which files a model needs is known to who loads it. */
  @Test
  void theDoctorLoadsAModelWithAnotherTokenizer() throws IOException {
    for (String name : List.of("config.json", "preprocessor_config.json", "model.safetensors")) {
      Files.copy(Path.of(NANO, name), folder.resolve(name));
    }
    CliRun missing = CliRun.of("doctor", "--model", folder.toString());
    assertEquals(4, missing.code(), missing.out());
    assertTrue(missing.out().contains("tokenizer.json"), missing.out());
    Path tokenizers = Path.of("..", "period-core", "src", "test", "resources", "tokenizers");
    Files.copy(
        tokenizers.resolve("own-spm-bpe600/tokenizer.model"), folder.resolve("tokenizer.model"));
    CliRun run = CliRun.of("doctor", "--model", folder.toString());
    assertTrue(run.out().contains(folder + " loads"), run.out());
  }

  @Test
  void runPrintsLogitsAndIds() throws IOException {
    CliRun run = CliRun.of("model", "run", NANO, "--tokens", "1,5,9", "--generate", "4", "--json");
    assertEquals(0, run.code(), run.err());
    JsonNode json = new ObjectMapper().readTree(run.out());
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    assertEquals(List.of("logits_last", "generated"), keys);
    assertEquals(4, json.get("generated").size());
    int best = 0;
    JsonNode logits = json.get("logits_last");
    for (int i = 1; i < logits.size(); i++) {
      best = logits.get(i).floatValue() > logits.get(best).floatValue() ? i : best;
    }
    assertEquals(best, json.get("generated").get(0).intValue());

    CliRun text = CliRun.of("model", "run", NANO, "--tokens", "1,5,9", "--generate", "4");
    assertTrue(text.out().contains("generated " + best + ","), text.out());
  }

  @Test
  void runTakesImages() throws IOException {
    Path image = folder.resolve("grey.png");
    ImageIO.write(new BufferedImage(60, 50, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    int place =
        new ObjectMapper()
            .readTree(Path.of(NANO, "config.json").toFile())
            .get("image_token_index")
            .intValue();
    String tokens = "1," + place + ",5";
    CliRun with =
        CliRun.of("model", "run", NANO, "--tokens", tokens, "--image", image.toString(), "--json");
    assertEquals(0, with.code(), with.err());
    CliRun without = CliRun.of("model", "run", NANO, "--tokens", tokens, "--json");
    assertEquals(0, without.code(), without.err());
    assertTrue(!with.out().equals(without.out()), "the image makes no difference");
    assertEquals(
        3, CliRun.of("model", "run", NANO, "--tokens", "1,5", "--image", image.toString()).code());
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
    assertEquals(2, CliRun.of("model", "run", NANO).code());
    assertEquals(2, CliRun.of("model", "run", NANO, "--tokens", "1,x").code());
    assertEquals(2, CliRun.of("model", "run", NANO, "--tokens", "1", "--generate", "-1").code());
    assertEquals(2, CliRun.of("model", "export", NANO, "--layout", "gguf", "--out", out).code());
    assertEquals(4, CliRun.of("model", "run", NANO, "--tokens", "1,99999").code());
    assertEquals(4, CliRun.of("model", "info", folder.resolve("none").toString()).code());
    Files.writeString(folder.resolve("config.json"), "{\"model_type\":\"gpt2\"}");
    CliRun unknown = CliRun.of("model", "import", folder.toString(), "--out", out);
    assertEquals(4, unknown.code());
    assertTrue(unknown.err().contains("gpt2"), unknown.err());
    assertEquals(1, unknown.err().lines().count());
  }
}
