package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private long seconds;

  private String run(boolean live, boolean quiet, int steps) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(err, err, InputStream.nullInputStream(), false, live, false);
    ProgressBar bar = new ProgressBar(terminal, quiet, () -> seconds * 1_000_000_000);
    for (int step = 1; step <= steps; step++) {
      seconds++;
      bar.update(step, steps, "loss 1");
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesNowAndThenWithoutATerminal() {
    String text = run(false, false, 50);
    assertEquals(4, text.lines().count(), text); // the first, after 20 and 40 seconds, the last
    assertFalse(text.contains("\r"), text);
    assertTrue(text.contains("21/50 loss 1, 0:00:29 left"), text);
    assertTrue(text.stripTrailing().endsWith("50/50 loss 1"), text);
  }

  @Test
  void redrawnInPlaceOnATerminal() {
    String text = run(true, false, 50);
    assertEquals(50, text.split("\r", -1).length - 1, text);
    assertEquals(50, text.split("\\[\\?7l\\[", -1).length - 1, "cut off, not wrapped: " + text);
    assertTrue(text.endsWith("] 50/50 loss 1\033[?7h" + System.lineSeparator()), text);
  }

  @Test
  void quietSaysNothing() {
    assertEquals("", run(true, true, 5) + run(false, true, 5));
  }
}
