package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.checkpoint.Fixtures;
import dev.period.core.text.HuggingFaceTokenizerFile;
import dev.period.core.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextStreamTest {
  /** A tokenizer that only decodes. */
  private record Decoder(Function<int[], String> text) implements Tokenizer {
    @Override
    public int[] encode(String text) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String decode(int[] ids) {
      return text.apply(ids);
    }

    @Override
    public int vocabularySize() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int id(String token) {
      throw new UnsupportedOperationException();
    }
  }

  /** One token per byte. */
  private static final Tokenizer BYTES =
      new Decoder(
          ids -> {
            byte[] bytes = new byte[ids.length];
            for (int i = 0; i < bytes.length; i++) {
              bytes[i] = (byte) ids[i];
            }
            return new String(bytes, StandardCharsets.UTF_8);
          });

  private static int[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xff;
    }
    return ids;
  }

  private static List<String> pieces(
      Tokenizer tokenizer, int[] ids, String whole, String... stops) {
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(tokenizer, List.of(stops), pieces::add);
    for (int id : ids) {
      if (!stream.stopped()) {
        stream.add(id);
      }
    }
    assertEquals(whole, stream.finish());
    assertEquals(whole, String.join("", pieces));
    return pieces;
  }

  @Test
  void anEmojiOfFourTokensComesOnceAndWhole() {
    assertEquals(4, bytes("😀").length);
    assertEquals(List.of("a", "😀", "b", "é", "😀"), pieces(BYTES, bytes("a😀bé😀"), "a😀bé😀"));
  }

  @Test
  void alsoWithTheByteTokensOfARealTokenizer() throws Exception {
    try (HuggingFaceTokenizerFile tokenizer =
        HuggingFaceTokenizerFile.open(Fixtures.path("tokenizers/own-spm-bpe600"))) {
      int[] ids = tokenizer.encode("3 jumps 😀!");
      assertTrue(ids.length > 6);
      List<String> pieces = pieces(tokenizer, ids, "3 jumps 😀!");
      assertEquals(1, pieces.stream().filter(piece -> piece.contains("😀")).count());
      assertTrue(pieces.stream().noneMatch(piece -> piece.contains("\ufffd")), pieces::toString);
    }
  }

  /**
   * LLaMA-2's tokens of a sentence with an emoji, and what sentencepiece reads from the first n.
   */
  @Test
  void llamaTwosByteFallback() {
    int[] ids = {15043, 29871, 243, 162, 155, 131, 281, 1340, 430, 29871, 30325, 30346};
    List<String> read =
        List.of(
            "Hello",
            "Hello ",
            "Hello \ufffd",
            "Hello \ufffd\ufffd",
            "Hello \ufffd\ufffd\ufffd",
            "Hello 😀",
            "Hello 😀 w",
            "Hello 😀 wör",
            "Hello 😀 wörld",
            "Hello 😀 wörld ",
            "Hello 😀 wörld 日",
            "Hello 😀 wörld 日本");
    Tokenizer llama = new Decoder(some -> some.length == 0 ? "" : read.get(some.length - 1));
    assertEquals(
        List.of("Hello", " ", "😀", " w", "ör", "ld", " ", "日", "本"),
        pieces(llama, ids, "Hello 😀 wörld 日本"));
  }

  /** Whatever tokens come, nothing that has been told is taken back, and the end is whole. */
  @Test
  void randomTokensOfARealTokenizer() throws Exception {
    try (HuggingFaceTokenizerFile tokenizer =
        HuggingFaceTokenizerFile.open(Fixtures.path("tokenizers/own-spm-bpe600"))) {
      SplittableRandom random = new SplittableRandom(6);
      int bytes = tokenizer.id("<0x00>");
      for (int i = 0; i < 300; i++) {
        List<String> pieces = new ArrayList<>();
        TextStream stream = new TextStream(tokenizer, List.of(), pieces::add);
        boolean broken = false;
        int n = 1 + random.nextInt(12);
        for (int k = 0; k < n; k++) {
          stream.add(
              random.nextBoolean()
                  ? bytes + random.nextInt(256)
                  : random.nextInt(tokenizer.vocabularySize()));
          broken |= tokenizer.decode(stream.ids()).contains("\ufffd");
        }
        String text = stream.finish();
        assertEquals(text, String.join("", pieces), "round " + i);
        if (!broken) {
          assertEquals(tokenizer.decode(stream.ids()).stripLeading(), text, "round " + i);
        }
      }
    }
  }

  @Test
  void whatStaysHalfIsToldAtTheEnd() {
    assertEquals(List.of("a", "\ufffd"), pieces(BYTES, new int[] {'a', 0xf0, 0x9f}, "a\ufffd"));
  }

  @Test
  void spaceAtTheStartIsNoPartOfTheAnswer() {
    assertEquals(List.of("8", " ", "!"), pieces(BYTES, bytes("  8 !"), "8 !"));
    assertEquals(List.of(), pieces(BYTES, new int[0], ""));
  }

  @ParameterizedTest
  @CsvSource({
    "count: 4###junk, '###', count: 4",
    "a##b###c, '###', a##b",
    "a##, '###', a##",
    "one USER: two, 'USER:', 'one '",
    "x, 'y', x",
    "ab, 'ab', ''",
    "aab, 'aaa', aab",
    "é😀stop, 'stop', é😀"
  })
  void aStopStringEndsTheTextAndIsNeverTold(String text, String stop, String expected) {
    List<String> pieces = pieces(BYTES, bytes(text), expected, stop, "never seen");
    assertFalse(pieces.contains(""));
  }
}
