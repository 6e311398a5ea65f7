package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChosenModelTest {
  @TempDir private Path home;

  @Test
  void optionThenEnvironmentThenBundled() throws IOException {
    Path bundled = Files.createDirectories(home.resolve("models/nano"));
    String at = home.toString();
    assertEquals(Path.of("m"), ChosenModel.choose(Path.of("m"), "e", at));
    assertEquals(Path.of("e"), ChosenModel.choose(null, "e", at));
    assertEquals(bundled, ChosenModel.choose(null, null, at));
    assertEquals(bundled, ChosenModel.choose(null, " ", at));
  }

  @Test
  void noBundledModel() {
    PeriodException e =
        assertThrows(PeriodException.class, () -> ChosenModel.choose(null, null, home.toString()));
    assertEquals(PeriodException.Kind.MODEL, e.kind());
  }
}
