package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final String[] SIX_STEPS = {"max_steps=6", "save_every=3"};

  @TempDir Path folder;

  @Test
  void aResumedRunEndsBitForBitWhereAnUninterruptedOneDoes() throws IOException {
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    Recipes.run("macro", whole, false, SIX_STEPS);
    copy(whole.resolve("checkpoint-3"), resumed.resolve("checkpoint-3"));
    Files.createDirectories(resumed.resolve(".tmp-checkpoint-4")); // what a kill leaves behind
    List<Double> losses = Recipes.run("macro", resumed, true, SIX_STEPS).values;
    assertEquals(3, losses.size());
    for (String file : List.of("model.safetensors", "optimizer.safetensors", "config.json")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve("checkpoint-6").resolve(file)),
          Files.readAllBytes(resumed.resolve("checkpoint-6").resolve(file)),
          file);
    }
    assertFalse(Files.exists(resumed.resolve(".tmp-checkpoint-4")));
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    Recipes.run("text", folder, false, "max_steps=1");
    byte[] before = Files.readAllBytes(folder.resolve("checkpoint-1/model.safetensors"));
    Recipes.Losses again = Recipes.run("text", folder, true, "max_steps=1");
    assertTrue(again.values.isEmpty());
    assertTrue(again.messages.get(0).contains("finished at step 1"), again.messages.toString());
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("checkpoint-1/model.safetensors")));
  }

  @Test
  void aRunIsNotOverwritten() {
    Recipes.run("text", folder, false, "max_steps=1");
    PeriodException error =
        assertThrows(
            PeriodException.class, () -> Recipes.run("text", folder, false, "max_steps=1"));
    assertEquals(PeriodException.Kind.USAGE, error.kind());
    assertTrue(error.getMessage().contains("--resume"), error.getMessage());
  }

  @Test
  void resumingNothingStartsAtStepZeroAndSaysSo() {
    Recipes.Losses run = Recipes.run("text", folder, true, "max_steps=1");
    assertTrue(run.messages.get(0).contains("starting at step 0"), run.messages.toString());
    assertEquals(1, run.values.size());
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
