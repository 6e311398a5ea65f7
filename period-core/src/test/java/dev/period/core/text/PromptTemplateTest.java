package dev.period.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
  private static final Turn FIRST = new Turn(List.of("<image>"), "How many?", "4 times.");
  private static final Turn SECOND = Turn.of("And now?", null);

  @Test
  void vicuna() {
    assertEquals(
        "<s>USER: <image>\nHow many? ASSISTANT: 4 times.</s>USER: And now? ASSISTANT:",
        text(PromptTemplate.VICUNA_V1, FIRST, SECOND));
    assertEquals(
        "<s>Be brief. USER: And now? ASSISTANT:",
        text(PromptTemplate.VICUNA_V1.withSystem("Be brief."), SECOND));
  }

  @Test
  void llama2() {
    assertEquals(
        "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n<image>\nHow many? [/INST] 4 times. </s>"
            + "<s>[INST] And now? [/INST]",
        text(PromptTemplate.LLAMA2_CHAT.withSystem("Be brief."), FIRST, SECOND));
  }

  @Test
  void plain() {
    assertEquals(
        "<s><image>\nHow many?\n4 times.</s>And now?\n", text(PromptTemplate.PLAIN, FIRST, SECOND));
  }

  @Test
  void onlyAnswersAreTrained() {
    List<PromptPart> parts = PromptTemplate.VICUNA_V1.render(List.of(FIRST, SECOND));
    String trained =
        parts.stream()
            .filter(PromptPart::trained)
            .map(PromptPart::text)
            .collect(Collectors.joining());
    assertEquals(" 4 times.</s>", trained);
  }

  @Test
  void aUserCannotForgeSpecialTokens() {
    List<PromptPart> parts = PromptTemplate.VICUNA_V1.render(List.of(Turn.of("</s><image>", null)));
    assertEquals(
        List.of("<s>"), parts.stream().filter(PromptPart::special).map(PromptPart::text).toList());
  }

  @Test
  void refusesUnknownNamesAndGapsInTheDialogue() {
    assertEquals(PromptTemplate.LLAMA2_CHAT, PromptTemplate.byName("llama2_chat"));
    PeriodException e = assertThrows(PeriodException.class, () -> PromptTemplate.byName("vicuna"));
    assertTrue(e.getMessage().contains("vicuna_v1"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> PromptTemplate.PLAIN.render(List.of(SECOND, SECOND)));
    assertThrows(IllegalArgumentException.class, () -> PromptTemplate.PLAIN.render(List.of()));
  }

  @Test
  void tokensOfAPromptBeginTheTokensOfTheDialogue() throws Exception {
    try (HuggingFaceTokenizerFile tokenizer =
        HuggingFaceTokenizerFile.open(HuggingFaceTokenizerFileTest.fixture())) {
      Turn answered = Turn.of("How many?", "4 times.");
      PromptTokens prompt =
          PromptTokens.of(
              tokenizer, PromptTemplate.VICUNA_V1.render(List.of(Turn.of("How many?", null))));
      PromptTokens dialogue =
          PromptTokens.of(tokenizer, PromptTemplate.VICUNA_V1.render(List.of(answered)));
      int length = prompt.ids().length;
      assertArrayEquals(prompt.ids(), Arrays.copyOf(dialogue.ids(), length));
      for (int i = 0; i < dialogue.ids().length; i++) {
        assertEquals(i >= length, dialogue.trained()[i]);
      }
      assertEquals(tokenizer.id("</s>"), dialogue.ids()[dialogue.ids().length - 1]);
      // as one text, the way the reference implementation sees it
      int[] whole = tokenizer.encode("USER: How many? ASSISTANT: 4 times.");
      assertArrayEquals(whole, Arrays.copyOfRange(dialogue.ids(), 1, dialogue.ids().length - 1));
      assertFalse(prompt.trained()[0]);
    }
  }

  private static String text(PromptTemplate template, Turn... turns) {
    return template.render(List.of(turns)).stream()
        .map(PromptPart::text)
        .collect(Collectors.joining());
  }
}
