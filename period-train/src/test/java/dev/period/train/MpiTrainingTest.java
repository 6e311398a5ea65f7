package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.train.parallel.Mpi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of a real launcher. */
class MpiTrainingTest {
  private static final int STEPS = 3;

  @TempDir Path folder;

  @BeforeAll
  static void needsMpi() {
    assumeFalse(Mpi.launchers().isEmpty(), "no mpirun here (Debian: apt install openmpi-bin)");
  }

  private Process start(Path out, String... overrides) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("text", out.toString()));
    arguments.addAll(List.of(overrides));
    String launcher = Mpi.launchers().get(0);
    return Mpi.start(launcher, folder.resolve("output"), TrainProcess.class, arguments);
  }

  @Test
  void twoProcessesHaveTheLossesOfOne() throws Exception {
    Path out = folder.resolve("run");
    String length = "max_steps=" + STEPS;
    int code = Mpi.await(start(out, length));
    String output = Mpi.text(folder.resolve("output"));
    assertEquals(0, code, output);
    assertEquals(1, output.split(TrainProcess.STARTED, -1).length - 1, "one speaks: " + output);
    List<Double> losses = losses(out);
    List<Double> alone = Recipes.run("text", folder.resolve("alone"), false, length).values;
    assertEquals(STEPS, losses.size(), output);
    for (int step = 0; step < STEPS; step++) {
      assertEquals(alone.get(step), losses.get(step), 1e-5 * alone.get(step), output);
    }
  }

  @Test
  void aSignalToOneProcessSavesAndStopsAll() throws Exception {
    Path out = folder.resolve("run");
    Process launcher = start(out, "max_steps=100000", "save_every=100000");
    try {
      while (launcher.isAlive() && losses(out).size() < 2) {
        Thread.sleep(100);
      }
      List<ProcessHandle> processes = jvms(launcher).toList();
      assertEquals(2, processes.size(), Mpi.text(folder.resolve("output")));
      processes.get(1).destroy();
      assertTrue(Mpi.await(launcher) != 0, "a signal is no success");
    } finally {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    String output = Mpi.text(folder.resolve("output"));
    int steps = losses(out).size();
    Path checkpoint = out.resolve("checkpoint-" + steps);
    assertTrue(Files.exists(checkpoint.resolve("optimizer.safetensors")), output);
    assertFalse(Files.exists(out.resolve(".tmp-checkpoint-" + steps)), output);
  }

  /** The JVMs below the launcher. */
  private static Stream<ProcessHandle> jvms(Process launcher) {
    return launcher
        .descendants()
        .filter(p -> p.info().command().map(name -> name.endsWith("java")).orElse(false));
  }

  private static List<Double> losses(Path out) throws IOException {
    List<Double> losses = new ArrayList<>();
    Path metrics = out.resolve("metrics.jsonl");
    if (Files.exists(metrics)) {
      for (String line : Files.readAllLines(metrics)) {
        JsonNode loss =
            new ObjectMapper().readTree(line.endsWith("}") ? line : "{}").path("train/loss");
        if (loss.isNumber()) {
          losses.add(loss.doubleValue());
        }
      }
    }
    return losses;
  }
}
