package dev.period.train.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MpiCollectiveTest {
  @TempDir Path folder;

  @BeforeAll
  static void needsMpi() {
    assumeFalse(Mpi.launchers().isEmpty(), "no mpirun here (Debian: apt install openmpi-bin)");
  }

  static Stream<String> launchers() {
    return Mpi.launchers().stream();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void sumsAreThoseOfAllProcesses(String launcher) throws Exception {
    Path output = folder.resolve("out");
    int code = Mpi.await(Mpi.start(launcher, output, MpiProgram.class, List.of("sums")));
    String text = Mpi.text(output);
    assertEquals(0, code, text);
    for (int rank = 0; rank < 2; rank++) {
      String line =
          rank + " of 2: 0 wrong, last kept true, [1.0E-9, 2.0], [5.0, 6.0], null checks 5";
      assertTrue(text.contains(line), text);
    }
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void aFailureOfOneEndsAllWithOneSentenceAndItsExitCode(String launcher) throws Exception {
    Path output = folder.resolve("out");
    int code = Mpi.await(Mpi.start(launcher, output, MpiProgram.class, List.of("fails")));
    String text = Mpi.text(output);
    assertEquals(3, code, text);
    assertEquals(1, text.split("process 1 has failed", -1).length - 1, text);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void aProcessThatDiesLeavesNoOtherBehind(String launcher) throws Exception {
    Path output = folder.resolve("out");
    int code = Mpi.await(Mpi.start(launcher, output, MpiProgram.class, List.of("dies")));
    assertEquals(9, code, Mpi.text(output));
  }
}
