package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.engine.Dtype;
import dev.period.core.model.ParameterShapes;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Tuning;
import dev.period.core.text.PromptTemplate;
import dev.period.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code configs/7b} against the code that would run them. */
class SevenBillionConfigsTest {
  private static final Path CONFIGS = Path.of("..", "configs");

  private static TrainConfig load(String name) {
    return ConfigLoader.load(CONFIGS.resolve("7b/" + name + ".yaml"), List.of(), TrainConfig.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "macro", "micro", "released", "macro_lora", "dpo"})
  void filesAreCompleteAndExplained(String name) throws IOException {
    Path file = CONFIGS.resolve("7b/" + name + ".yaml");
    TrainConfig alone = load(name);
    // released.yaml and the others have no section of the micro stage, so nano's would show through
    List<String> stages =
        switch (name) {
          case "micro" -> List.of("text", "macro", "micro");
          case "dpo" -> List.of("dpo");
          default -> List.of("text", "macro");
        };
    for (String stage : stages) {
      TrainConfig overNano =
          ConfigLoader.load(
              file, CONFIGS.resolve("nano/" + stage + ".yaml"), List.of(), TrainConfig.class);
      assertEquals(alone, overNano, "something of nano shows through");
    }
    PromptTemplate.byName(alone.model().promptTemplate());
    List<String> lines = Files.readAllLines(file);
    for (String heading : List.of("# data", "# launch", "# override", "# expected")) {
      assertTrue(lines.stream().anyMatch(line -> line.startsWith(heading)), heading);
    }
  }

  @Test
  void thePapersReading() {
    PeriodConfig config = load("macro").model();
    assertEquals(6_738_939_904L, size(config, "language_model\\..*"));
    // 23 of CLIP-L's 24 layers: the last one is not used
    assertEquals(290_581_504L, size(config, "vision_tower\\.vision_model\\..*"));
    assertEquals(786_432L, size(config, "vision_tower\\.visual_projection\\..*"));
    long extension = 228 * 768;
    assertEquals(123_060_480L + extension, size(config, "text_tower\\.text_model\\..*"));
    assertEquals(20_979_712L, size(config, "multi_modal_projector\\..*"));
    assertEquals(0, size(config, "periodicity.*"));
    // windows of 2 frames x 3 x 3 patches
    assertEquals(10, config.pooledFrames());
    assertEquals(25, config.tokensPerFrame());
  }

  /** What a run would need is computed from shapes: nothing of this size is built. */
  @Test
  void whatIsTrained() {
    Tuning.Size released = size("released");
    assertEquals(1_142_784, released.trained());
    assertEquals(13.7e9, (double) released.bytes(), 0.05e9);
    long projector = 20_979_712;
    assertEquals(6_738_939_904L + projector, size("macro").trained());
    assertEquals(109e9, (double) size("macro").bytes(), 0.5e9);
    long perLayer = 128 * (4 * (4096 + 4096) + 3 * (4096 + 11008));
    assertEquals(32 * perLayer + projector, size("macro_lora").trained());
    assertEquals(19.8e9, (double) size("macro_lora").bytes(), 0.05e9);
  }

  private static Tuning.Size size(String name) {
    TrainConfig config = load(name);
    return config.tuning().size(null, config.model(), Dtype.parse(config.dtype()));
  }

  @Test
  void theReleasedCodesReading() {
    TrainConfig training = load("released");
    assertEquals(0, training.softCountBase() + training.softCountSlope(), "plain cross-entropy");
    PeriodConfig config = training.model();
    long biases = 1_097_728L;
    assertEquals(6_738_415_616L + biases, size(config, "language_model\\..*"));
    assertEquals(87_456_000L, size(config, "vision_tower\\.vision_model\\..*"));
    assertEquals(biases, size(config, "language_model\\..*\\.bias"));
    long projector = size(config, "multi_modal_projector\\..*\\.(weight|bias)");
    assertEquals(1_142_784L, biases + projector, "what Period-LLM trains");
    assertEquals(20, config.pooledFrames());
    assertEquals(1, config.tokensPerFrame());
  }

  /** Values in all parameters whose name matches. */
  private static long size(PeriodConfig config, String names) {
    return ParameterShapes.of(config).entrySet().stream()
        .filter(entry -> entry.getKey().matches(names))
        .mapToLong(entry -> entry.getValue().elements())
        .sum();
  }
}
