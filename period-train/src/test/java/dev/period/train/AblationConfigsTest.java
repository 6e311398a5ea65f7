package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    // a run goes on with the model of the text stage that it starts from
    Map<String, List<String>> begun = new HashMap<>(Map.of("none", List.of()));
    for (String[] row : rows("text.tsv")) {
      begun.put(row[0], Arrays.asList(row).subList(1, row.length));
      load("text", begun.get(row[0]));
    }
    TrainConfig base = load("macro", List.of());
    for (String[] row : rows("variants.tsv")) {
      String name = row[0] + ", " + row[1];
      List<String> overrides = new ArrayList<>(begun.get(row[2]));
      overrides.addAll(Arrays.asList(row).subList(4, row.length));
      assertEquals(overrides.isEmpty(), load("macro", overrides).equals(base), name);
    }
  }
}
