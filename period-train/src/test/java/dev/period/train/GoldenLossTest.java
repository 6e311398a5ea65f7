package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twenty losses of each recipe, fp32, one thread. A change that should not alter training must not
 * alter these; one that should must say so and renew them: the lists are what this test prints.
 */
class GoldenLossTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"text", "macro", "micro"})
  void lossesStayWhatTheyWere(String stage) throws IOException {
    assertGolden(stage, Recipes.run(stage, folder, false, "max_steps=20").values);
  }

  /** A few pairs, so that the preference is learnt in so few steps. */
  @Test
  void lossesOfPreferencesStayWhatTheyWere() throws IOException {
    Path pairs = PreferencePictures.write(folder.resolve("data"), 6);
    Recipes.Losses run =
        Recipes.run(
            "dpo", folder.resolve("run"), false, "max_steps=20", "data.files=[\"" + pairs + "\"]");
    assertGolden("dpo", run.values);
  }

  private static void assertGolden(String stage, List<Double> losses) throws IOException {
    List<Double> golden;
    try (InputStream in =
        GoldenLossTest.class.getResourceAsStream("golden_losses_" + stage + ".json")) {
      golden = new ObjectMapper().readValue(in, new TypeReference<List<Double>>() {});
    }
    assertEquals(golden.size(), losses.size(), stage + ": " + losses);
    for (int step = 0; step < golden.size(); step++) {
      // rounding differs between processors, and grows from step to step
      double tolerance = golden.get(step) * (step == 0 ? 1e-5 : 1e-3);
      assertEquals(golden.get(step), losses.get(step), tolerance, stage + ": " + losses);
    }
  }
}
