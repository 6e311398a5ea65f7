package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;
import dev.period.core.text.PromptTemplate;
import dev.period.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code configs/7b} against the code that would run them. */
class SevenBillionConfigsTest {
  private static final Path CONFIGS = Path.of("..", "configs");

  /** Parameters of full size in no memory: each is one number, repeated. */
  private static final class Shapes implements ParameterSource {
    @Override
    public float[] values(String name, Init init, long[] shape) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
      NDArray one = Torch.floats(memory, new float[1], new long[0]);
      return shape.length == 0 ? one : one.broadcast(new Shape(shape));
    }
  }

  private static TrainConfig load(String name) {
    return ConfigLoader.load(CONFIGS.resolve("7b/" + name + ".yaml"), List.of(), TrainConfig.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "macro", "micro", "released"})
  void filesAreCompleteAndExplained(String name) throws IOException {
    Path file = CONFIGS.resolve("7b/" + name + ".yaml");
    TrainConfig alone = load(name);
    for (String stage : List.of("text", "macro")) {
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
    try (PeriodModel model = model("macro")) {
      assertEquals(6_738_939_904L, size(model, name -> name.startsWith("language_model.")));
      // 23 of CLIP-L's 24 layers: the last one is not used
      assertEquals(
          290_581_504L, size(model, name -> name.startsWith("vision_tower.vision_model.")));
      assertEquals(
          786_432L, size(model, name -> name.startsWith("vision_tower.visual_projection")));
      assertEquals(
          123_060_480L + 228 * 768, // the context extension
          size(model, name -> name.startsWith("text_tower.text_model.")));
      assertEquals(20_979_712L, size(model, name -> name.startsWith("multi_modal_projector.")));
      assertEquals(0, size(model, name -> name.startsWith("periodicity")));
      // 10 x 5 x 5 windows of 2 frames x 3 x 3 patches
      assertEquals(10, model.config().pooledFrames());
      assertEquals(25, model.config().tokensPerFrame());
    }
  }

  @Test
  void theReleasedCodesReading() {
    try (PeriodModel model = model("released")) {
      assertEquals(
          6_738_415_616L + 1_097_728L, size(model, name -> name.startsWith("language_model.")));
      assertEquals(87_456_000L, size(model, name -> name.startsWith("vision_tower.vision_model.")));
      assertEquals(
          1_142_784L,
          size(
              model,
              name ->
                  (name.startsWith("language_model.") && name.endsWith(".bias"))
                      || (name.startsWith("multi_modal_projector.")
                          && !name.contains(".running_"))),
          "what Period-LLM trains");
      assertEquals(20, model.config().pooledFrames());
      assertEquals(1, model.config().tokensPerFrame());
    }
  }

  private static PeriodModel model(String name) {
    return new PeriodModel(load(name).model(), new Shapes(), Device.cpu(), Dtype.FP32);
  }

  private static long size(PeriodModel model, Predicate<String> counted) {
    return model.parameters().all().entrySet().stream()
        .filter(entry -> counted.test(entry.getKey()))
        .mapToLong(entry -> entry.getValue().size())
        .sum();
  }
}
