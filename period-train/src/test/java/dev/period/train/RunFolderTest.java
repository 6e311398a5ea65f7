package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path folder;

  private static void write(Path checkpoint) throws IOException {
    Files.writeString(checkpoint.resolve("weights"), "all of them");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void theNewestStayAndTheBest() throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      for (long step : new long[] {2, 4, 6, 8, 10}) {
        run.save(step, RunFolderTest::write, 2, 4L);
      }
      assertEquals(List.of("checkpoint-10", "checkpoint-4", "checkpoint-8"), names());
      run.save(12, RunFolderTest::write, 2, 12L);
      assertEquals(List.of("checkpoint-10", "checkpoint-12"), names());
      assertEquals(12, RunFolder.step(run.newest().orElseThrow()));
    }
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      run.save(1, RunFolderTest::write, 2, null);
      PeriodException full =
          assertThrows(
              PeriodException.class,
              () ->
                  run.save(
                      2,
                      checkpoint -> {
                        write(checkpoint);
                        throw new FileSystemException(
                            checkpoint.toString(), null, "No space left on device");
                      },
                      1,
                      null));
      assertEquals(PeriodException.Kind.USAGE, full.kind());
      String message = full.getMessage();
      assertTrue(message.contains("checkpoint-2 (No space left on device)"), message);
      assertTrue(message.contains("--resume goes on from checkpoint-1"), message);
      assertEquals(List.of("checkpoint-1"), names());
    }
  }

  @Test
  void theWeightsOnAFullDiskAreTheSameFailure() throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      PeriodException full =
          assertThrows(
              PeriodException.class,
              () ->
                  run.save(
                      2,
                      checkpoint -> {
                        throw new PeriodException(
                            PeriodException.Kind.MODEL,
                            "weights",
                            new IOException("No space left on device"));
                      },
                      1,
                      null));
      assertEquals(PeriodException.Kind.USAGE, full.kind());
      assertTrue(full.getMessage().contains("there is no earlier checkpoint"), full.getMessage());
      assertEquals(List.of(), names());
    }
  }

  @Test
  void oneProcessAtATime() throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      PeriodException second =
          assertThrows(PeriodException.class, () -> RunFolder.open(run.path()).close());
      assertTrue(second.getMessage().contains("another process"), second.getMessage());
    }
    RunFolder.open(folder).close();
  }

  @Test
  void whatIsNoFolderIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    PeriodException e = assertThrows(PeriodException.class, () -> RunFolder.open(file).close());
    assertEquals(PeriodException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains("(a file is in the way)"), e.getMessage());
  }

  @Test
  void aFolderThatCannotBeTidiedIsFreeAgain() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".tmp-checkpoint-3/deep")).getParent();
    assumeTrue(left.toFile().setWritable(false) && !Files.isWritable(left), "root may do anything");
    try {
      PeriodException e = assertThrows(PeriodException.class, () -> RunFolder.open(folder).close());
      assertTrue(e.getMessage().contains("cannot use"), e.getMessage());
    } finally {
      assertTrue(left.toFile().setWritable(true));
    }
    RunFolder.open(folder).close();
  }

  @Test
  void leftoversGo() throws IOException {
    Files.createDirectories(folder.resolve(".tmp-checkpoint-3/deep"));
    Files.createDirectories(folder.resolve(".tmp-old-checkpoint-1"));
    RunFolder.open(folder).close();
    assertEquals(List.of(), names());
    assertTrue(RunFolder.newest(folder.resolve("nowhere")).isEmpty());
  }
}
