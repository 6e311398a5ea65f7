package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCounterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "He did it twice. | 2",
        "Twenty-one squats, I think | 21",
        "Between 3 and 5 | 4",
        "1,200 steps | 1200",
        "about 7.6 | 8",
        "minus -3 | 0",
        "99999999999999 times | 1000000",
      })
  void aModelWithoutABeliefIsTakenAtItsWord(String answer, int count) {
    assertEquals(count, ModelCounter.stated(answer));
  }

  @Test
  void anAnswerWithoutANumberHasNone() {
    assertNull(ModelCounter.stated("I cannot tell."));
    assertNull(ModelCounter.stated(""));
  }

  @Test
  void aModelIsToldByItsFiles(@TempDir Path folder) throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "weights");
    String before = ModelHash.of(model);
    assertEquals(64, before.length());
    Files.writeString(model.resolve("README.md"), "nothing that counts");
    Files.writeString(model.resolve("optimizer.safetensors"), "nor this");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(model.resolve("config.json"), copy.resolve("config.json"));
    Files.copy(model.resolve("model.safetensors"), copy.resolve("model.safetensors"));
    assertEquals(before, ModelHash.of(model));
    assertEquals(before, ModelHash.of(copy));
    Files.writeString(model.resolve("model.safetensors"), "Weights");
    assertNotEquals(before, ModelHash.of(model));
    PeriodException failure =
        assertThrows(PeriodException.class, () -> ModelHash.of(folder.resolve("none")));
    assertEquals(PeriodException.Kind.MODEL, failure.kind());
  }
}
