package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.engine.Dtype;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as they are published, against Hugging Face's logits and greedy ids. */
class TokenRunTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "llava-tiny,one_image,1",
    "llava-tiny,three_images,3",
    "llava-tiny-original-layout,one_image,1",
    "llava-tiny-original-layout,three_images,3"
  })
  void llava(String folder, String which, int images) throws Exception {
    JsonNode info = info("llava-tiny").get(which);
    int[] ids = ints(info.get("input_ids"));
    boolean original = folder.endsWith("layout");
    // the original has no id for an image in its vocabulary
    int[] asked = Arrays.stream(ids).map(id -> original && id == 128 ? -200 : id).toArray();
    try (PeriodModel model =
            ModelFolder.model(Fixtures.path("checkpoints/" + folder), Device.cpu(), Dtype.FP32);
        SafetensorsFile expected = expected("llava-tiny")) {
      float[] all = expected.readFloats(which + ".in.pixel_values");
      int size = all.length / images;
      List<float[]> pixels =
          IntStream.range(0, images)
              .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
              .toList();
      TokenRun run = TokenRun.of(model, asked, pixels, 20);
      assertLast(expected.readFloats(which + ".logits"), run.logitsLast());
      assertArrayEquals(ints(info.get("greedy")), run.generated());

      List<float[]> tooMany = new ArrayList<>(pixels);
      tooMany.add(pixels.get(0));
      assertRefused(
          Kind.INPUT, images + " places for images", () -> TokenRun.of(model, asked, tooMany, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt12", "prompt70"})
  void llamaWithGroupedQueriesAndScaledRotation(String which) throws Exception {
    JsonNode info = info("llama-gqa").get(which);
    try (SafetensorsFile expected = expected("llama-gqa")) {
      int[] greedy = ints(info.get("greedy_with_cache"));
      TokenRun run =
          TokenRun.of(
              Fixtures.path("checkpoints/llama-gqa"),
              Device.cpu(),
              Dtype.FP32,
              ints(info.get("prompt")),
              List.of(),
              greedy.length);
      assertArrayEquals(greedy, run.generated());
      String name = which + (which.equals("prompt12") ? ".logits" : ".logits_last");
      assertLast(expected.readFloats(name), run.logitsLast());
    }
  }

  /** Also where the model would have stopped. */
  @Test
  void exactlyAsManyIdsAsAskedFor() throws Exception {
    Path folder = Fixtures.path("checkpoints/llama-mha-sharded");
    TokenRun none = run(folder, 1, 2, 3);
    assertEquals(0, none.generated().length);
    TokenRun many =
        TokenRun.of(folder, Device.cpu(), Dtype.FP32, new int[] {1, 2, 3}, List.of(), 150);
    assertEquals(150, many.generated().length);
    assertArrayEquals(none.logitsLast(), many.logitsLast(), 0);
  }

  @Test
  void whatCannotBeRun() throws Exception {
    Path llama = Fixtures.path("checkpoints/llama-gqa");
    assertRefused(Kind.MODEL, "128 is out of range", () -> run(llama, 1, 128));
    assertRefused(Kind.MODEL, "-1 is out of range", () -> run(llama, -1));
    assertRefused(Kind.INPUT, "no token ids", () -> run(llama));
    Path png = Fixtures.path("expected/preprocess/img_61x75.png");
    assertRefused(
        Kind.MODEL,
        "sees no images",
        () -> TokenRun.of(llama, Device.cpu(), Dtype.FP32, new int[] {1}, List.of(png), 0));
    Path clip = Fixtures.path("checkpoints/clip-tiny");
    assertRefused(Kind.MODEL, "no decoder", () -> run(clip, 1));
    Path llava = Fixtures.path("checkpoints/llava-tiny");
    assertRefused(
        Kind.INPUT,
        "no such file",
        () ->
            TokenRun.of(
                llava,
                Device.cpu(),
                Dtype.FP32,
                new int[] {128},
                List.of(png.resolveSibling("none.png")),
                0));
  }

  private static TokenRun run(Path folder, int... ids) {
    return TokenRun.of(folder, Device.cpu(), Dtype.FP32, ids, List.of(), 0);
  }

  private static void assertRefused(
      Kind kind, String part, org.junit.jupiter.api.function.Executable action) {
    PeriodException e = assertThrows(PeriodException.class, action);
    assertEquals(kind, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains(part), () -> part + " is not in: " + e.getMessage());
  }

  private static void assertLast(float[] allLogits, float[] actual) {
    float[] last =
        Arrays.copyOfRange(allLogits, allLogits.length - actual.length, allLogits.length);
    for (int i = 0; i < last.length; i++) {
      assertEquals(last[i], actual[i], TOLERANCE * Math.max(1, Math.abs(last[i])), "logit " + i);
    }
  }

  private static SafetensorsFile expected(String name) throws Exception {
    return SafetensorsFile.open(Fixtures.path("expected/" + name + "/forward.safetensors"));
  }

  private static JsonNode info(String name) throws Exception {
    return new ObjectMapper().readTree(Fixtures.path("expected/" + name + "/info.json").toFile());
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
  }
}
