package dev.period.train.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.period.core.text.HuggingFaceTokenizerFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokenizer that comes with nano, as Hugging Face's library reads it. */
class NanoTokenizerTest {
  private static final int FIRST_BYTE = TokenizerFiles.SPECIAL.size();
  private static HuggingFaceTokenizerFile tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = HuggingFaceTokenizerFile.open(Path.of("..", "models", "nano"));
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  /**
   * Checkpoints depend on these ids, so they never change. They were computed from the merges by a
   * program of its own.
   */
  @Test
  void idsAreFrozen() {
    assertIds("How many times does the action repeat?", 328, 322, 296, 413, 275, 395, 832, 68);
    assertIds("There are 17 repetitions.", 313, 263, 353, 37, 54, 60, 356, 51);
    assertIds("USER: \nHow many reps? ASSISTANT:", 292, 63, 37, 15, 328, 322, 616, 68, 293, 63);
    assertIds(
        "naïve café 漢字 😀",
        new int[] {
          115, 102, 200, 180, 308, 273, 102, 107, 200, 174, 37, 235, 193, 167, 234, 178, 156, 37,
          245, 164, 157, 133
        });
    assertIds("a\n\tb  c\r\n", 102, 15, 14, 103, 37, 273, 18, 15);
    assertIds("</s><image><s>", 65, 52, 120, 67, 65, 277, 548, 67, 65, 120, 67);
  }

  private static void assertIds(String text, int... ids) {
    assertArrayEquals(ids, tokenizer.encode(text), text);
  }

  @Test
  void vocabularyIsLaidOutAsDocumented() {
    assertEquals(NanoTokenizer.VOCABULARY, tokenizer.vocabularySize());
    for (int id = 0; id < TokenizerFiles.SPECIAL.size(); id++) {
      assertEquals(id, tokenizer.id(TokenizerFiles.SPECIAL.get(id)));
    }
    assertIds("Z", FIRST_BYTE + 'Z');
  }

  @Test
  void digitsStandAlone() {
    for (int number = 0; number < 3000; number += 7) {
      String digits = Integer.toString(number);
      int[] expected = digits.chars().map(digit -> FIRST_BYTE + digit).toArray();
      assertIds(digits, expected);
      int[] ids = tokenizer.encode("I count " + number + " repetitions.");
      long found =
          Arrays.stream(ids).filter(id -> id >= FIRST_BYTE + '0' && id <= FIRST_BYTE + '9').count();
      assertEquals(digits.length(), found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " ",
        "  two  spaces ",
        "tabs\tand\r\nnewlines\n\n",
        "emoji 👩‍👩‍👧‍👦🏳️‍🌈 flags 🇩🇪",
        "日本語 العربية हिन्दी",
        "\0\u0001\u007f\u0085\u00a0\u2028",
        "<pad></s><period> <image>",
        "it's 12,345.67 isn't it? ½ ² Ⅷ ٣"
      })
  void textComesBack(String text) {
    int[] ids = tokenizer.encode(text);
    assertEquals(text, tokenizer.decode(ids));
    assertFalse(Arrays.stream(ids).anyMatch(tokenizer::isSpecial));
  }

  @Test
  void randomTextComesBack() {
    Random random = new Random(5);
    for (int run = 0; run < 500; run++) {
      int[] points =
          random
              .ints(20, 0, run % 2 == 0 ? 0x250 : Character.MAX_CODE_POINT + 1)
              .filter(point -> Character.getType(point) != Character.SURROGATE)
              .toArray();
      String text = new String(points, 0, points.length);
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }
}
