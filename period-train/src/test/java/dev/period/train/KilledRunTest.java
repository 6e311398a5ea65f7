package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment goes on as if nothing had happened. */
@DisabledOnOs(OS.WINDOWS)
class KilledRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void killedThreeTimes() throws Exception {
    killed("text", 3, 2, "max_steps=24", "save_every=2", "batch_size=2");
  }

  /** {@code mvn test -Pslow -pl period-train -am -Dtest=KilledRunTest …}; takes minutes. */
  @Test
  @Tag("slow")
  void killedTwentyTimes() throws Exception {
    killed("macro", 20, 5, "max_steps=200", "save_every=2", "accumulation=2", "keep_checkpoints=2");
  }

  /** What {@code kill} without a number does, and a machine that shuts down. */
  @Test
  void interrupted() throws Exception {
    List<String> settings = List.of("max_steps=5000", "save_every=5000", "batch_size=2");
    try (TrainProcess process = TrainProcess.start("text", folder, settings)) {
      for (String line = ""; !line.equals("step 2"); ) {
        line = process.line();
        assertNotNull(line, "ended by itself");
      }
      process.terminate();
      List<String> said = process.rest();
      assertTrue(
          said.stream().anyMatch(line -> line.startsWith("interrupted: saved ")), said.toString());
      assertEquals(128 + 15, process.exitCode());
      Path saved = RunFolder.newest(folder).orElseThrow();
      assertTrue(RunFolder.step(saved) >= 2, saved.toString());
      assertEquals(RunFolder.step(saved), TrainerState.of(saved).step());
    }
  }

  private void killed(String stage, int kills, int furthest, String... settings) throws Exception {
    List<String> overrides = new ArrayList<>(List.of(settings));
    overrides.add("eval_every=3");
    Path whole = folder.resolve("whole");
    Path often = folder.resolve("killed");
    Recipes.run(stage, whole, false, overrides.toArray(String[]::new));
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int kill = 0; kill < kills; kill++) {
      try (TrainProcess process = TrainProcess.start(stage, often, overrides)) {
        int steps = random.nextInt(furthest + 1) - 1; // -1: before it has begun
        List<String> said = new ArrayList<>();
        for (int seen = -1; seen < steps; ) {
          String line = process.line();
          assertNotNull(line, "ended before kill " + kill + ", seed " + seed + ": " + said);
          said.add(line);
          seen += line.equals(TrainProcess.STARTED) || line.startsWith(TrainProcess.STEP) ? 1 : 0;
        }
        // within a step, an evaluation or a save
        Thread.sleep(random.nextInt(steps < 0 ? 1500 : 60));
        process.kill();
        assertNotEquals(0, process.exitCode(), "it was to be killed; seed " + seed);
      }
    }
    try (TrainProcess process = TrainProcess.start(stage, often, overrides)) {
      List<String> said = process.rest();
      assertEquals(0, process.exitCode(), said.toString());
    }
    same(whole, often, seed);
  }

  private static void same(Path whole, Path often, long seed) throws IOException {
    Path last = RunFolder.newest(whole).orElseThrow();
    try (Stream<Path> files = Files.list(last)) {
      for (Path file : files.toList()) {
        Path twin = often.resolve(last.getFileName()).resolve(file.getFileName());
        assertArrayEquals(
            Files.readAllBytes(file), Files.readAllBytes(twin), twin + ", seed " + seed);
      }
    }
    assertEquals(
        Files.readString(whole.resolve("best.json")), Files.readString(often.resolve("best.json")));
    assertEquals(losses(whole), losses(often), "seed " + seed);
    assertEquals(names(whole), names(often), "seed " + seed);
  }

  private static List<String> losses(Path run) throws IOException {
    List<String> losses = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode json = JSON.readTree(line);
      losses.add(
          json.get("step") + " " + json.path("train/loss") + " " + json.path("eval/text/mae_abs"));
    }
    return losses;
  }

  private static List<String> names(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
