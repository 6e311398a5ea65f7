package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WatchedOutputTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  /** Where the exit code of {@code period --help} must be told apart from its output's fate. */
  private int help(OutputStream to) {
    WatchedOutput watched = new WatchedOutput(to);
    PrintStream out = new PrintStream(watched, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
    return Main.run(new String[] {"--help"}, Terminal.plain(out, err), watched);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void whatArrivesIsDone() {
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    assertEquals(0, help(arrived));
    assertTrue(arrived.toString(StandardCharsets.UTF_8).contains("ask"));
    assertEquals("", told.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aFullDiskIsToldInOneSentence() {
    assertEquals(2, help(failing("No space left on device")));
    String problem = told.toString(StandardCharsets.UTF_8);
    assertTrue(problem.startsWith("period: the output is incomplete"), problem);
    assertTrue(problem.contains("No space left on device"), problem);
    assertEquals(1, problem.lines().count());
  }

  @Test
  void aReaderWhoHasSeenEnoughIsNoProblem() {
    assertEquals(0, help(failing("Broken pipe")));
    assertEquals("", told.toString(StandardCharsets.UTF_8));
  }
}
