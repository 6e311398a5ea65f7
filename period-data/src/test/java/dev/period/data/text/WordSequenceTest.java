package dev.period.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.periodicity.SimilarityMaps;
import org.junit.jupiter.api.Test;

class WordSequenceTest {
  private static final int SLOTS = WordSequence.SLOTS;

  @Test
  void splitsAtWhitespaceAndPunctuation() {
    assertEquals(
        "[Word[text=don't, start=0], Word[text=stop, start=7], Word[text=äpfel, start=16]]",
        WordSequence.of("Don't, STOP -- \"Äpfel\"").words().toString());
  }

  @Test
  void equalWordsLookAlikeAndOthersDoNot() {
    float[] gram = WordSequence.of("Cat dog cat bird, CAT!").gram();
    assertEquals(SimilarityMaps.NAMES.size() * SLOTS * SLOTS, gram.length);
    for (int slot : new int[] {2, 4}) {
      assertEquals(gram[0], gram[slot], 1e-4f);
      assertEquals(1, gram[slot], 0.15f);
    }
    for (int slot : new int[] {1, 3, 5, 127}) {
      assertTrue(Math.abs(gram[slot]) < 0.75f, "slot " + slot + ": " + gram[slot]);
    }
  }

  @Test
  void aLongTextIsCutAndAnEmptyOneHasNoRepetition() {
    assertEquals(SLOTS, WordSequence.of("la ".repeat(500)).words().size());
    float[] gram = WordSequence.of("").gram();
    for (int i = 0; i < SLOTS; i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(gram[i * SLOTS + j] < 0.9f, "empty slots must differ");
      }
    }
  }
}
