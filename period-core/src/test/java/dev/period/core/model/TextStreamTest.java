package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.checkpoint.Fixtures;
import dev.period.core.text.HuggingFaceTokenizerFile;
import dev.period.core.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  /** One token per byte. */
  private static final class Bytes implements Tokenizer {
    @Override
    public int[] encode(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int[] ids = new int[bytes.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = bytes[i] & 0xff;
      }
      return ids;
    }

    @Override
    public String decode(int[] ids) {
      byte[] bytes = new byte[ids.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ids[i];
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
      return 256;
    }

    @Override
    public int id(String token) {
      return token.charAt(0);
    }
  }

  private static List<String> pieces(Tokenizer tokenizer, int[] ids, String whole) {
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(tokenizer, pieces::add);
    for (int id : ids) {
      stream.add(id);
    }
    assertEquals(ids.length, stream.size());
    assertEquals(whole, stream.finish());
    assertEquals(whole, String.join("", pieces));
    return pieces;
  }

  @Test
  void anEmojiOfFourTokensComesOnceAndWhole() {
    Bytes tokenizer = new Bytes();
    assertEquals(4, tokenizer.encode("😀").length);
    assertEquals(
        List.of("a", "😀", "b", "é", "😀"),
        pieces(tokenizer, tokenizer.encode("a😀bé😀"), "a😀bé😀"));
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

  @Test
  void whatStaysHalfIsToldAtTheEnd() {
    assertEquals(
        List.of("a", "\ufffd"), pieces(new Bytes(), new int[] {'a', 0xf0, 0x9f}, "a\ufffd"));
  }

  @Test
  void spaceAtTheStartIsNoPartOfTheAnswer() {
    Bytes tokenizer = new Bytes();
    assertEquals(List.of("8", " ", "!"), pieces(tokenizer, tokenizer.encode("  8 !"), "8 !"));
    assertEquals(List.of(), pieces(tokenizer, new int[0], ""));
  }
}
