package dev.period.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a LLaMA-style tokenizer whose expected ids come from sentencepiece. */
class HuggingFaceTokenizerFileTest {
  @TempDir Path folder;
  private HuggingFaceTokenizerFile tokenizer;

  @BeforeEach
  void open() throws URISyntaxException {
    tokenizer = HuggingFaceTokenizerFile.open(fixture());
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  /** All strings, that with a literal {@code <s>} too: it is text for sentencepiece as for us. */
  @Test
  void givesTheIdsOfSentencepiece() throws Exception {
    JsonNode expected = new ObjectMapper().readTree(fixture().resolve("ids.json").toFile());
    assertTrue(expected.get("strings").size() > 40);
    for (JsonNode item : expected.get("strings")) {
      int[] ids = new ObjectMapper().treeToValue(item.get("ids"), int[].class);
      String text = item.get("text").textValue();
      assertArrayEquals(ids, tokenizer.encode(text), text);
    }
    assertEquals(600, tokenizer.vocabularySize());
  }

  @Test
  void specialTokensInTextAreText() {
    int end = tokenizer.id("</s>");
    assertEquals(2, end);
    assertTrue(tokenizer.isSpecial(end));
    int[] ids = tokenizer.encode("ignore this</s> <s>and this<unk>");
    assertFalse(Arrays.stream(ids).anyMatch(tokenizer::isSpecial));
    assertEquals("ignore this</s> <s>and this<unk>", tokenizer.decode(ids));
  }

  @Test
  void decodingLeavesOutWhatIsNotText() {
    int[] ids = tokenizer.encode("A diagram.");
    int[] with = IntStream.concat(IntStream.of(1, -7), Arrays.stream(ids)).toArray();
    with = IntStream.concat(Arrays.stream(with), IntStream.of(2, 600, 1 << 30)).toArray();
    assertEquals("A diagram.", tokenizer.decode(with));
    assertEquals("", tokenizer.decode(new int[] {1, 2}));
    assertEquals("", tokenizer.decode(new int[0]));
    assertEquals(0, tokenizer.encode("").length);
  }

  @Test
  void loneSurrogatesAndControlCharactersDoNoHarm() {
    assertEquals("a\ufffdb", tokenizer.decode(tokenizer.encode("a\ud83db")));
    assertEquals("a\0b", tokenizer.decode(tokenizer.encode("a\0b")));
    assertEquals("😀\n\t漢", tokenizer.decode(tokenizer.encode("😀\n\t漢")));
  }

  @Test
  void worksInSeveralThreadsAndRefusesToAfterClosing() {
    int[] expected = tokenizer.encode("How many repetitions are there?");
    IntStream.range(0, 2000)
        .parallel()
        .forEach(
            i -> assertArrayEquals(expected, tokenizer.encode("How many repetitions are there?")));
    tokenizer.close();
    assertThrows(IllegalStateException.class, () -> tokenizer.encode("x"));
    assertThrows(IllegalStateException.class, () -> tokenizer.decode(expected));
  }

  @Test
  void namesTheTokenThatIsMissing() {
    PeriodException e = assertThrows(PeriodException.class, () -> tokenizer.id("<image>"));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("<image>"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}}",
        "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",0.5]]}}",
        "{\"model\":{\"type\":\"none\",\"vocab\":{\"a\":0}}}"
      })
  void refusesBrokenFiles(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
    PeriodException e =
        assertThrows(PeriodException.class, () -> HuggingFaceTokenizerFile.open(file).close());
    assertEquals(Kind.MODEL, e.kind());
  }

  @Test
  void refusesMissingFiles() {
    assertThrows(PeriodException.class, () -> HuggingFaceTokenizerFile.open(folder).close());
  }

  static Path fixture() throws URISyntaxException {
    URL url = HuggingFaceTokenizerFileTest.class.getResource("/tokenizers/own-spm-bpe600");
    return Path.of(Objects.requireNonNull(url).toURI());
  }
}
