package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.engine.Dtype;
import dev.period.core.text.SentencePieceTokenizer;
import dev.period.core.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small LLaMAs with real, trained weights, against llama2.c's own output. They are other people's
 * and not in this repository: {@code -Dperiod.real=FOLDER} names a folder with {@code stories260K}
 * and {@code babyllama-tok105}, each with {@code hf/} and {@code expected.json}.
 */
@EnabledIfSystemProperty(named = "period.real", matches = ".+")
class RealModelsTest {
  /** Below it, another order of summation may choose another token. */
  private static final double CLEAR_MARGIN = 1e-3;

  private final Path real = Path.of(System.getProperty("period.real", ""));

  @ParameterizedTest
  @ValueSource(strings = {"stories260K", "babyllama-tok105"})
  void greedyIds(String name) throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(real.resolve(name).resolve("expected.json").toFile());
    int compared = 0;
    for (JsonNode prompt : expected.get("prompts")) {
      if (prompt.get("min_top2_margin_generated").doubleValue() < CLEAR_MARGIN) {
        continue;
      }
      int[] ids = ints(prompt.get("prompt_ids"));
      int[] all = ints(prompt.get("greedy_ids_llama2c"));
      assertArrayEquals(
          Arrays.copyOfRange(all, ids.length, all.length),
          generated(name, ids, all.length - ids.length),
          prompt.get("prompt").textValue());
      compared++;
    }
    assertTrue(compared >= 4, compared + " prompts");
  }

  /** The text that llama2.c publishes in its own test. */
  @Test
  void twoHundredStepsOfStories() throws IOException {
    Path folder = real.resolve("stories260K");
    int[] ids = generated("stories260K", new int[] {1}, 200);
    List<byte[]> pieces = pieces(folder.resolve("tok512.bin"));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Arrays.stream(ids).mapToObj(pieces::get).forEach(text::writeBytes);
    String expected = Files.readString(folder.resolve("expected_greedy_200_steps.txt"));
    assertEquals(expected.strip(), text.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void sentencePieceModelOfBabyLlama() throws IOException {
    Path folder = real.resolve("babyllama-tok105");
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    try (Tokenizer tokenizer = SentencePieceTokenizer.open(folder.resolve("tok105.model"))) {
      assertEquals(105, tokenizer.vocabularySize());
      for (JsonNode prompt : expected.get("prompts")) {
        if (!prompt.get("prompt").textValue().isEmpty()) {
          assertArrayEquals(
              ints(prompt.get("prompt_ids")),
              tokenizer.encodeSequence(prompt.get("prompt").textValue()));
        }
        assertEquals(
            prompt.get("text").textValue(),
            tokenizer.decode(ints(prompt.get("greedy_ids_llama2c"))));
      }
    }
  }

  private int[] generated(String name, int[] ids, int number) {
    return TokenRun.of(
            real.resolve(name).resolve("hf"), Device.cpu(), Dtype.FP32, ids, List.of(), number)
        .generated();
  }

  /** llama2.c's vocabulary file: the longest piece, then for each a score, a length and bytes. */
  private static List<byte[]> pieces(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.getInt();
    List<byte[]> pieces = new ArrayList<>();
    while (bytes.hasRemaining()) {
      bytes.getFloat();
      byte[] piece = new byte[bytes.getInt()];
      bytes.get(piece);
      String text = new String(piece, StandardCharsets.UTF_8);
      pieces.add(
          text.matches("<0x[0-9A-F]{2}>")
              ? new byte[] {(byte) Integer.parseInt(text.substring(3, 5), 16)}
              : piece);
    }
    return pieces;
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
  }
}
