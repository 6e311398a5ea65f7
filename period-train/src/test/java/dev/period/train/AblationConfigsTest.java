package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files in {@code configs/ablation} against the code that would run them. */
class AblationConfigsTest {
  private static final Path CONFIGS = Path.of("..", "configs");

  private static List<String[]> rows(String table) throws IOException {
    return Files.readAllLines(CONFIGS.resolve("ablation/" + table)).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  private static TrainConfig load(String stage, List<String> overrides) {
    return ConfigLoader.load(
        CONFIGS.resolve("ablation/base.yaml"),
        CONFIGS.resolve("nano/" + stage + ".yaml"),
        overrides,
        TrainConfig.class);
  }

  @Test
  void everyRowIsAConfigurationOfItsOwn() throws IOException {
    Map<String, TrainConfig> text = new HashMap<>();
    for (String[] row : rows("text.tsv")) {
      text.put(row[0], load("text", Arrays.asList(row).subList(1, row.length)));
    }
    TrainConfig base = load("macro", List.of());
    for (String[] row : rows("variants.tsv")) {
      String name = row[0] + ", " + row[1];
      List<String> overrides = Arrays.asList(row).subList(Math.min(4, row.length), row.length);
      TrainConfig config = load("macro", overrides);
      assertEquals(overrides.isEmpty(), config.equals(base), name);
      assertTrue(row[2].equals("none") || text.containsKey(row[2]), name);
      if (row[2].equals("none") || row[2].equals("base")) {
        continue;
      }
      // the model comes from the text stage that the run starts from
      assertNotEquals(text.get("base").model(), text.get(row[2]).model(), name);
    }
  }
}
