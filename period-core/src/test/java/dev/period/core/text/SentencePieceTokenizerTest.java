package dev.period.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the same vocabulary as {@link HuggingFaceTokenizerFileTest}, in SentencePiece's own file.
 */
class SentencePieceTokenizerTest {
  @TempDir Path folder;
  private Path fixture;
  private SentencePieceTokenizer tokenizer;

  @BeforeEach
  void open() throws Exception {
    fixture = Fixtures.path("tokenizers/own-spm-bpe600");
    Files.copy(fixture.resolve("tokenizer.model"), folder.resolve("tokenizer.model"));
    tokenizer = assertInstanceOf(SentencePieceTokenizer.class, Tokenizer.open(folder));
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void givesTheIdsAndTextsOfSentencepiece() throws Exception {
    JsonNode expected = new ObjectMapper().readTree(fixture.resolve("ids.json").toFile());
    assertTrue(expected.get("strings").size() > 40);
    for (JsonNode item : expected.get("strings")) {
      int[] ids = new ObjectMapper().treeToValue(item.get("ids"), int[].class);
      String text = item.get("text").textValue();
      assertArrayEquals(ids, tokenizer.encode(text), text);
      assertEquals(item.get("decoded").textValue(), tokenizer.decode(ids), text);
    }
    assertEquals(600, tokenizer.vocabularySize());
  }

  @Test
  void aHuggingFaceTokenizerIsPreferredAndAgrees() throws IOException {
    Files.copy(fixture.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    String text = "Count: 12 push-ups, naïve 😀\n  twice";
    try (Tokenizer other = Tokenizer.open(folder)) {
      assertInstanceOf(HuggingFaceTokenizerFile.class, other);
      assertArrayEquals(other.encode(text), tokenizer.encode(text));
      assertArrayEquals(other.encodeSequence(text), tokenizer.encodeSequence(text));
    }
  }

  @Test
  void specialTokensInTextAreText() {
    assertEquals(2, tokenizer.id("</s>"));
    assertTrue(tokenizer.isSpecial(0) && tokenizer.isSpecial(1) && tokenizer.isSpecial(2));
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
    assertEquals("", tokenizer.decode(new int[0]));
    assertEquals(0, tokenizer.encode("").length);
  }

  /** A character may need several tokens; those that came already show as U+FFFD each. */
  @Test
  void bytesThatAreNoCharacterYet() {
    int[] ids = tokenizer.encode("😀x");
    int first = 0;
    while (tokenizer.decode(Arrays.copyOf(ids, first)).isEmpty()) {
      first++;
    }
    assertEquals("\ufffd", tokenizer.decode(Arrays.copyOf(ids, first)));
    assertEquals("\ufffd\ufffd", tokenizer.decode(Arrays.copyOf(ids, first + 1)));
    assertEquals("\ufffd\ufffd\ufffd", tokenizer.decode(Arrays.copyOf(ids, first + 2)));
    assertEquals("😀", tokenizer.decode(Arrays.copyOf(ids, first + 3)));
    assertEquals("a\ufffdb", tokenizer.decode(tokenizer.encode("a\ud83db")));
    assertEquals("a\0b", tokenizer.decode(tokenizer.encode("a\0b")));
  }

  @Test
  void beginAndEndAsTheConfigurationAsks() throws IOException {
    int[] plain = tokenizer.encode("twice");
    assertArrayEquals(
        IntStream.concat(IntStream.of(1), Arrays.stream(plain)).toArray(),
        tokenizer.encodeSequence("twice"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"add_bos_token\":false,\"add_eos_token\":true,\"eos_token\":{\"content\":\"</s>\"}}");
    try (Tokenizer other = Tokenizer.open(folder)) {
      assertArrayEquals(
          IntStream.concat(Arrays.stream(plain), IntStream.of(2)).toArray(),
          other.encodeSequence("twice"));
    }
  }

  @Test
  void tokensAddedToTheVocabulary() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"added_tokens_decoder\":{\"1\":{\"content\":\"<s>\"},\"600\":{\"content\":\"<image>\"}}}");
    Files.writeString(folder.resolve("added_tokens.json"), "{\"<pad>\":603}");
    try (SentencePieceTokenizer other = SentencePieceTokenizer.open(folder)) {
      assertEquals(600, other.id("<image>"));
      assertEquals(603, other.id("<pad>"));
      assertEquals(604, other.vocabularySize());
      assertTrue(other.isSpecial(600));
      assertEquals("a", other.decode(new int[] {600, other.id("\u2581a"), 603}));
    }
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
  }

  @Test
  void aFolderWithoutATokenizer(@TempDir Path empty) {
    PeriodException e = assertThrows(PeriodException.class, () -> Tokenizer.open(empty).close());
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("tokenizer.model"), e.getMessage());
    assertThrows(PeriodException.class, () -> SentencePieceTokenizer.open(empty).close());
    assertThrows(PeriodException.class, () -> tokenizer.id("<image>"));
  }

  /** The vocabulary is checked in Java, so that the native library sees no other broken file. */
  @Test
  void brokenFilesGiveAMessageOrAVocabulary() throws IOException {
    byte[] original = Files.readAllBytes(folder.resolve("tokenizer.model"));
    Random random = new Random(7);
    Path file = folder.resolve("mutated.model");
    for (int run = 0; run < 300; run++) {
      byte[] bytes = Arrays.copyOf(original, 1 + random.nextInt(original.length));
      for (int edits = random.nextInt(4); edits > 0; edits--) {
        bytes[random.nextInt(Math.min(bytes.length, 400))] = (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try {
        SentencePieceModel.read(file);
      } catch (PeriodException e) {
        assertEquals(Kind.MODEL, e.kind());
      }
    }
    Files.writeString(folder.resolve("tokenizer_config.json"), "[]");
    PeriodException e = assertThrows(PeriodException.class, () -> Tokenizer.open(folder).close());
    assertTrue(e.getMessage().contains("tokenizer_config.json"), e.getMessage());
  }
}
