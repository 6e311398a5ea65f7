package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.period.core.cache.CacheFolder;
import dev.period.core.cache.CachePlace;
import dev.period.core.engine.Dtype;
import dev.period.core.model.FolderSettings;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.ParameterSource;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at ahead is what an evaluation finds. */
class DataFeaturesCommandTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path folder;
  private static @Nullable String before;

  @BeforeAll
  static void records() throws IOException {
    System.setProperty("period.home", HOME.toString());
    before = System.getProperty("period.cache");
    System.setProperty("period.cache", Files.createDirectory(folder.resolve("kept")).toString());
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    StringBuilder labels = new StringBuilder("file,action,count\n");
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      VideoWriter.write(folder.resolve(i + ".mp4"), RotatingDigits.render(digits.clip(i), 48));
      labels.append(i + ".mp4,turning," + digits.clip(i).count() + "\n");
      records.append(record("v" + i, i + ".mp4", "How many?"));
    }
    Files.writeString(folder.resolve("labels.csv"), labels);
    Files.writeString(folder.resolve("corrupt.mp4"), "no video");
    String broken = record("c", "corrupt.mp4", "How many?");
    String text = record("t", null, "How often is a in a b a?");
    records.append(record("again", "1.mp4", "What is it?")).append(broken).append(text);
    Files.writeString(folder.resolve("all.jsonl"), records);
    Files.writeString(folder.resolve("broken.jsonl"), broken);
    Files.writeString(folder.resolve("text.jsonl"), text);
  }

  private static String record(String id, @Nullable String video, String question) {
    return "{\"id\":\"%s\",%s\"conversations\":[{\"from\":\"human\",\"value\":\"%s%s\"},{\"from\":\"gpt\",\"value\":\"2\"}]}%n"
        .formatted(
            id,
            video == null ? "" : "\"video\":\"" + video + "\",",
            video == null ? "" : "<video>\\n",
            question);
  }

  @AfterAll
  static void restore() {
    System.clearProperty("period.home");
    if (before == null) {
      System.clearProperty("period.cache");
    } else {
      System.setProperty("period.cache", before);
    }
  }

  @BeforeEach
  void empty() {
    CacheFolder.clear(CachePlace.features());
  }

  private static CliRun features(String file, Path model) {
    return CliRun.of(
        "data", "features", folder.resolve(file).toString(), "--model", model.toString());
  }

  private static CliRun eval(Path model, String out) {
    return CliRun.of(
        "eval",
        "clips",
        "--data",
        folder.toString(),
        "--model",
        model.toString(),
        "--out",
        folder.resolve(out).toString());
  }

  @Test
  void anEvaluationDecodesNothingOfWhatWasLookedAt() {
    Path nano = HOME.resolve("models/nano");
    CliRun first = features("all.jsonl", nano);
    assertEquals(0, first.code(), first.err());
    assertEquals("2 made, 0 there already, 1 could not be read", first.out().strip());
    assertTrue(first.err().contains("corrupt.mp4 left out: "), first.err());
    assertEquals(2, CacheFolder.usage(CachePlace.features()).entries());

    CliRun second = features("all.jsonl", nano);
    assertEquals(0, second.code(), second.err());
    assertEquals("0 made, 2 there already, 1 could not be read", second.out().strip());

    CliRun eval = eval(nano, "nano");
    assertEquals(0, eval.code(), eval.err());
    assertTrue(eval.err().contains("videos: 2 looks from the cache, 0 at the files"), eval.err());
  }

  @Test
  void aTowerWorthKeepingIsNotAskedAgain() throws IOException {
    Path deep = Files.createDirectory(folder.resolve("deep"));
    Path nano = HOME.resolve("models/nano");
    String config = Files.readString(nano.resolve("config.json"));
    int tower = config.indexOf("\"num_hidden_layers\"", config.indexOf("\"vision_config\""));
    String deeper =
        config.substring(0, tower)
            + config.substring(tower).replaceFirst("(\"num_hidden_layers\"\\s*:\\s*)2", "$164");
    Files.writeString(deep.resolve("config.json"), deeper);
    try (PeriodModel model =
        new PeriodModel(
            ModelFolder.config(deep), ParameterSource.fresh(1), Device.cpu(), Dtype.FP32)) {
      ModelFolder.save(deep, model, FolderSettings.fresh(model.config()), nano);
    }
    CliRun first = features("all.jsonl", deep);
    assertEquals("2 made, 0 there already, 1 could not be read", first.out().strip(), first.err());
    // each video, its features and those of the same video backwards
    assertEquals(6, CacheFolder.usage(CachePlace.features()).entries());
    CliRun second = features("all.jsonl", deep);
    assertEquals("0 made, 2 there already, 1 could not be read", second.out().strip());
    CliRun eval = eval(deep, "deep-report");
    assertEquals(0, eval.code(), eval.err());
    assertTrue(eval.err().contains("videos: 6 looks from the cache, 0 at the files"), eval.err());
  }

  @Test
  void whereNothingCanBeSeenTheExitCodeTells() throws IOException {
    Path nano = HOME.resolve("models/nano");
    CliRun broken = features("broken.jsonl", nano);
    assertEquals(3, broken.code());
    assertEquals("0 made, 0 there already, 1 could not be read", broken.out().strip());
    CliRun text = features("text.jsonl", nano);
    assertEquals(3, text.code());
    assertTrue(text.err().contains("shows a video or an image"), text.err());
    assertEquals(3, features("none.jsonl", nano).code());
    assertEquals(2, CliRun.of("data", "features").code());
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneSentence() throws IOException {
    String kept = System.getProperty("period.cache");
    Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
    System.setProperty("period.cache", blocked.toString());
    try {
      CliRun run = features("all.jsonl", HOME.resolve("models/nano"));
      assertEquals(2, run.code(), run.err());
      assertTrue(run.err().contains("name a writable folder with PERIOD_CACHE"), run.err());
      assertFalse(run.err().contains("\tat "), run.err());
    } finally {
      System.setProperty("period.cache", kept);
    }
  }
}
