package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.train.parallel.ThreadCollective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads in place of processes: what is summed and shared out, without a launcher. */
class DataParallelTest {
  @TempDir Path folder;

  /** Four samples shared by three processes: the parts are not equal. */
  @ParameterizedTest
  @CsvSource({"text, 2, 20", "macro, 3, 5"})
  void severalProcessesLearnLikeOne(String stage, int processes, int steps) throws Exception {
    String length = "max_steps=" + steps;
    List<Double> alone = Recipes.run(stage, folder.resolve("alone"), false, length).values;
    List<Recipes.Losses> together =
        together(processes, stage, folder.resolve("together"), false, length);
    assertClose(alone, together.get(0).values);
    for (int rank = 1; rank < processes; rank++) {
      assertTrue(together.get(rank).values.isEmpty());
      assertTrue(together.get(rank).messages.isEmpty());
    }
  }

  @Test
  void aRunGoesOnWithAnotherNumberOfProcesses() throws Exception {
    String[] steps = {"max_steps=6", "save_every=3"};
    Path two = folder.resolve("two");
    Path one = folder.resolve("one");
    List<Double> whole = together(2, "text", two, false, steps).get(0).values;
    copy(two.resolve("checkpoint-3"), one.resolve("checkpoint-3"));
    assertClose(whole.subList(3, 6), Recipes.run("text", one, true, steps).values);
    Path again = folder.resolve("again");
    copy(one.resolve("checkpoint-3"), again.resolve("checkpoint-3"));
    List<Recipes.Losses> resumed = together(2, "text", again, true, steps);
    assertEquals(whole.subList(3, 6), resumed.get(0).values, "the same processes, the same bits");
  }

  @Test
  void whatIsWrongIsToldByOneProcess() throws Exception {
    String[] mistakes = {"batch_size=1", "max_steps=-1", "learning_rat=1"};
    for (String mistake : mistakes) {
      List<String> told =
          ThreadCollective.run(
              2,
              processes -> {
                try {
                  Recipes.run(processes, "text", folder.resolve("wrong"), false, mistake);
                  return "";
                } catch (PeriodException e) {
                  return e.getMessage();
                }
              });
      assertTrue(told.get(0).contains(mistake.substring(0, mistake.indexOf('='))), mistake);
      assertEquals("", told.get(1), mistake);
    }
  }

  @Test
  void aFailureOfOneStopsAllAndOnlyThatOneTells() throws Exception {
    Path out = folder.resolve("run");
    Files.createDirectories(out);
    Files.createFile(out.resolve("answers")); // where the first process wants a folder
    List<Boolean> told =
        ThreadCollective.run(
            2,
            processes -> {
              if (processes.leads()) {
                assertThrows(
                    PeriodException.class, () -> Recipes.run(processes, "text", out, false));
                return true;
              }
              Recipes.run(processes, "text", out, false);
              return false;
            });
    assertEquals(List.of(true, false), told);
  }

  private static List<Recipes.Losses> together(
      int processes, String stage, Path out, boolean resume, String... overrides) throws Exception {
    return ThreadCollective.run(processes, all -> Recipes.run(all, stage, out, resume, overrides));
  }

  private static void assertClose(List<Double> expected, List<Double> actual) {
    assertEquals(expected.size(), actual.size());
    for (int step = 0; step < expected.size(); step++) {
      assertEquals(
          expected.get(step),
          actual.get(step),
          1e-5 * expected.get(step),
          "step " + (step + 1) + ": " + expected + " " + actual);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
