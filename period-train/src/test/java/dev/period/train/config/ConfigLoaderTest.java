package dev.period.train.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  private static final String COMPLETE =
      """
      # a comment
      batch_size: 32
      max_steps: 6000
      learning_rate: 1.5e-3
      name: macro

      data:
        shuffle: true   # another
        window: [1, 2, 2]
      """;

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Config(int batchSize, long maxSteps, double learningRate, String name, Data data) {
    Config {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batch_size must be positive");
      }
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Data(boolean shuffle, List<Integer> window) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Defaulted(
      int size, @JsonProperty(defaultValue = "7") Integer depth, @Nullable String remark) {
    Defaulted {
      depth = depth == null ? 7 : depth;
    }
  }

  private static final Config EXPECTED =
      new Config(32, 6000, 0.0015, "macro", new Data(true, List.of(1, 2, 2)));

  @TempDir Path folder;
  private Path defaults;

  @BeforeEach
  void write() throws IOException {
    defaults = Files.writeString(folder.resolve("defaults.yaml"), COMPLETE);
  }

  @Test
  void readsACompleteFile() {
    assertEquals(EXPECTED, ConfigLoader.load(defaults, List.of(), Config.class));
  }

  @Test
  void onlyKeysWithADefaultMayBeAbsent() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "size: 3\n");
    assertEquals(new Defaulted(3, 7, null), ConfigLoader.load(file, List.of(), Defaulted.class));
    Files.writeString(file, "depth: 3\n");
    assertMessage(
        "the key size is missing", () -> ConfigLoader.load(file, List.of(), Defaulted.class));
  }

  @Test
  void fileWinsOverDefaultsAndOverridesOverBoth() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"), "batch_size: 8\nname: mine\ndata:\n  window: [4]\n");
    Config config =
        ConfigLoader.load(
            file,
            defaults,
            List.of("name=a=b", "learning_rate=1e-4", "data.shuffle=false", "name=last"),
            Config.class);
    assertEquals(new Config(8, 6000, 1e-4, "last", new Data(false, List.of(4))), config);
    assertEquals(
        List.of(7, 8),
        ConfigLoader.load(defaults, List.of("data.window=[7, 8]"), Config.class).data().window());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          batchsize: 8              | mine.yaml, line 2: there is no key batchsize; did you mean batch_size?
          zebra: 8                  | mine.yaml, line 2: there is no key zebra; there are batch_size, data, learning_rate, max_steps, name.
          data: {shuffel: true}     | mine.yaml, line 2: there is no key data.shuffel; did you mean shuffle?
          batch_size: many          | mine.yaml, line 2: batch_size should be an integer of at most 2147483647, but is the text "many".
          batch_size: 1.5           | mine.yaml, line 2: batch_size should be an integer of at most 2147483647, but is 1.5.
          batch_size: '"8"'         | mine.yaml, line 2: batch_size should be an integer of at most 2147483647, but is the text "8".
          batch_size: 3000000000    | mine.yaml, line 2: batch_size should be
          max_steps: 1e3            | mine.yaml, line 2: max_steps should be an integer, but is 1000.0.
          learning_rate: fast       | mine.yaml, line 2: learning_rate should be a number, but is the text "fast".
          learning_rate: true       | mine.yaml, line 2: learning_rate should be a number, but is true.
          name: 5                   | mine.yaml, line 2: name should be a text (in quotes if it looks like a number), but is 5.
          name:                     | mine.yaml, line 2: name should be a text (in quotes if it looks like a number), but is empty.
          data: {window: [1, null]} | mine.yaml, line 2: data.window
          name: [a]                 | mine.yaml, line 2: name should be
          data: 5                   | mine.yaml, line 2: data should be a section, but is 5.
          data: {shuffle: 1}        | mine.yaml, line 2: data.shuffle should be true or false, but is 1.
          data: {window: 3}         | mine.yaml, line 2: data.window should be a list, but is 3.
          data: {window: [1, x]}    | mine.yaml, line 2: data.window[1] should be an integer of at most 2147483647, but is the text "x".
          batch_size: 0             | batch_size must be positive
          name: *other              | mine.yaml, line 2: aliases (*name) are not supported.
          name: a: b                | mine.yaml, line 2: not valid YAML
          name: [a                  | not valid YAML
          --- 5                     | mine.yaml
          """)
  void saysWhatIsWrongAndWhere(String line, String message) throws IOException {
    String yaml = line.replace("'", "");
    Path file = Files.writeString(folder.resolve("mine.yaml"), "# first line\n" + yaml + "\n");
    assertMessage(message, () -> ConfigLoader.load(file, defaults, List.of(), Config.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          batch_size        | --set batch_size: should have the form
          =3                | --set =3: should have the form
          batch=3           | --set batch=3: there is no key batch; there are
          name.x=3          | --set name.x=3: name is a value, not a section.
          dat.shuffle=true  | there is no key dat; did you mean data?
          max_steps=soon    | --set max_steps=soon: max_steps should be an integer
          max_steps=        | --set max_steps=: max_steps should be an integer, but is empty.
          name=[a           | not valid YAML
          """)
  void refusesWrongOverrides(String override, String message) {
    assertMessage(message, () -> ConfigLoader.load(defaults, List.of(override), Config.class));
  }

  @Test
  void refusesIncompleteDuplicateAndMissingFiles() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, COMPLETE.replace("max_steps: 6000\n", ""));
    assertMessage("the key max_steps is missing", () -> load(file));
    Files.writeString(file, COMPLETE.replace("  shuffle: true   # another\n", ""));
    assertMessage("mine.yaml, line 7: the key data.shuffle is missing", () -> load(file));
    Files.writeString(file, COMPLETE + "name: again\n");
    assertMessage("mine.yaml, line 10: not valid YAML (Duplicate", () -> load(file));
    Files.writeString(file, COMPLETE + "---\nname: again\n");
    assertMessage("more than one", () -> load(file));
    Files.writeString(file, "");
    assertMessage("missing", () -> load(file));
    assertMessage("There is no configuration file", () -> load(folder.resolve("none.yaml")));
  }

  @Test
  void whatIsWrittenReadsBackTheSame() throws IOException {
    Path file = folder.resolve("resolved_config.yaml");
    Config tricky = new Config(1, 2, 1e-12, "1e5", new Data(false, List.of()));
    for (Config config : List.of(EXPECTED, tricky)) {
      ConfigLoader.write(config, file);
      byte[] first = Files.readAllBytes(file);
      assertEquals(config, load(file));
      ConfigLoader.write(load(file), file);
      assertArrayEquals(first, Files.readAllBytes(file));
      assertEquals(ConfigLoader.yaml(config), Files.readString(file));
    }
    assertFalse(Files.exists(folder.resolve(".tmp-resolved_config.yaml")));
  }

  private static Config load(Path file) {
    return ConfigLoader.load(file, List.of(), Config.class);
  }

  private static void assertMessage(String part, Runnable action) {
    PeriodException e = assertThrows(PeriodException.class, action::run);
    assertEquals(Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
