package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.period.core.checkpoint.Fixtures;
import dev.period.core.text.HuggingFaceTokenizerFile;
import dev.period.core.text.PromptTemplate;
import dev.period.core.text.Turn;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenSequenceTest {
  private static HuggingFaceTokenizerFile tokenizer;

  @BeforeAll
  static void open() throws Exception {
    tokenizer = HuggingFaceTokenizerFile.open(Fixtures.path("tokenizers/own-spm-bpe600"));
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static TokenSequence sequence(Turn... turns) {
    int media = Arrays.stream(turns).mapToInt(Turn::media).sum();
    return TokenSequence.of(
        tokenizer,
        PromptTemplate.VICUNA_V1.render(List.of(turns)),
        java.util.Collections.nCopies(media, List.of(new Placeholder(7, new int[] {3}))));
  }

  @Test
  void tokensOfAPromptBeginTheTokensOfTheDialogue() {
    TokenSequence prompt = sequence(Turn.of("How many?", null));
    TokenSequence dialogue = sequence(Turn.of("How many?", "4 times."));
    int length = prompt.length();
    assertArrayEquals(prompt.ids(), Arrays.copyOf(dialogue.ids(), length));
    for (int i = 0; i < dialogue.length(); i++) {
      assertEquals(i >= length, dialogue.trained()[i]);
    }
    assertEquals(tokenizer.id("</s>"), dialogue.ids()[dialogue.length() - 1]);
    // as one text, the way the reference implementation sees it
    int[] whole = tokenizer.encode("USER: How many? ASSISTANT: 4 times.");
    assertArrayEquals(whole, Arrays.copyOfRange(dialogue.ids(), 1, dialogue.length() - 1));
    assertFalse(prompt.trained()[0]);
  }

  @Test
  void everyAnswerOfADialogueIsTrained() {
    TokenSequence dialogue =
        sequence(Turn.about(1, "How many?", "4 times."), Turn.of("Sure?", "Yes."));
    int end = tokenizer.id("</s>");
    StringBuilder trained = new StringBuilder();
    for (int i = 0; i < dialogue.length(); i++) {
      if (dialogue.trained()[i]) {
        trained.append(dialogue.ids()[i] == end ? "|" : tokenizer.decode(ids(dialogue, i)));
      }
    }
    assertEquals("4times.|Yes.|", trained.toString().replace(" ", ""));
  }

  private static int[] ids(TokenSequence sequence, int at) {
    return new int[] {sequence.ids()[at]};
  }

  @Test
  void turnsGoOnWhereTheyLeftOff() {
    Turn first = Turn.about(2, "How many?", "4 times.");
    TokenSequence one = sequence(first);
    TokenSequence two = sequence(first, Turn.about(1, "And now?", null));
    assertArrayEquals(one.ids(), Arrays.copyOf(two.ids(), one.length()));
    int[] frames = Arrays.stream(two.frames()).filter(frame -> frame >= 0).toArray();
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 2, 2, 2}, frames);
  }
}
