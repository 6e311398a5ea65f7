package dev.period.train.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.text.HuggingFaceTokenizerFile;
import dev.period.train.tokenizer.BpeTrainer.Merge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
  @TempDir Path folder;

  /** The example of Sennrich et al.: low ×5, lower ×2, newest ×6, widest ×3. */
  @Test
  void mergesTheMostFrequentPairFirst() {
    String corpus =
        "low\t".repeat(5) + "lower\t".repeat(2) + "newest\t".repeat(6) + "widest\t".repeat(3);
    assertEquals(
        List.of(
            new Merge("e", "s"), // 9 times, and before s-t in the order of characters
            new Merge("es", "t"),
            new Merge("l", "o"),
            new Merge("lo", "w"),
            new Merge("e", "w"),
            new Merge("ew", "est"),
            new Merge("n", "ewest")),
        BpeTrainer.train(List.of(corpus), 7));
  }

  @Test
  void orderOfTheTextsDoesNotMatter() {
    List<String> texts = List.of("one two three", "three two one", "one more", "no more words");
    List<String> reversed = List.of(texts.get(3), texts.get(2), texts.get(1), texts.get(0));
    assertEquals(BpeTrainer.train(texts, 12), BpeTrainer.train(reversed, 12));
  }

  @Test
  void digitsNeverMerge() {
    assertThrows(
        IllegalArgumentException.class, () -> BpeTrainer.train(List.of("11 11 1111 2024"), 1));
  }

  @Test
  void filesAreTheSameEachTimeAndLoad() throws IOException {
    List<String> corpus = List.of("the cat sat on the mat", "the dog sat on the log");
    TokenizerFiles.write(folder, corpus, 270);
    byte[] first = Files.readAllBytes(folder.resolve("tokenizer.json"));
    TokenizerFiles.write(folder, corpus, 270);
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("tokenizer.json")));
    try (HuggingFaceTokenizerFile tokenizer = HuggingFaceTokenizerFile.open(folder)) {
      assertEquals(270, tokenizer.vocabularySize());
      assertEquals("the cat", tokenizer.decode(tokenizer.encode("the cat")));
    }
    assertThrows(IllegalArgumentException.class, () -> TokenizerFiles.write(folder, corpus, 260));
  }
}
