package dev.period.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
  private static final Turn FIRST = Turn.about(1, "How many?", "4 times.");
  private static final Turn SECOND = Turn.of("And now?", null);
  private static final String VICUNA =
      "A chat between a curious user and an artificial intelligence assistant. "
          + "The assistant gives helpful, detailed, and polite answers to the user's questions.";

  /** PPLLaVA's form, and that of LLaVA-1.5 at Hugging Face. */
  @Test
  void vicuna() {
    assertEquals(
        "<s>USER: <image>\nHow many? ASSISTANT: 4 times.</s>USER: And now? ASSISTANT:",
        text(PromptTemplate.VICUNA_V1, FIRST, SECOND));
    assertEquals(
        "<s>USER: <image>\nHow many? ASSISTANT: 4 times.</s>",
        text(PromptTemplate.VICUNA_V1, FIRST));
    assertEquals(
        "<s>Be brief. USER: And now? ASSISTANT:",
        text(PromptTemplate.VICUNA_V1.withSystem("Be brief."), SECOND));
  }

  @Test
  void vicunaWithItsInstructions() {
    assertEquals(
        "<s>" + VICUNA + " USER: Hello! ASSISTANT: Hi!</s>USER: How are you? ASSISTANT:",
        text(
            PromptTemplate.VICUNA_V1_SYSTEM,
            Turn.of("Hello!", "Hi!"),
            Turn.of("How are you?", null)));
    assertEquals(
        "<s>" + VICUNA + " USER: <image>\nHow many? ASSISTANT: 4 times.</s>",
        text(PromptTemplate.VICUNA_V1_SYSTEM, FIRST));
  }

  @Test
  void llama2() {
    PromptTemplate brief = PromptTemplate.LLAMA2_CHAT.withSystem("Be brief.");
    assertEquals(
        "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHello! [/INST] Hi! </s>"
            + "<s>[INST] Bye! [/INST] Bye. </s><s>[INST] Still there? [/INST]",
        text(
            brief,
            Turn.of("Hello!", "Hi!"),
            Turn.of("Bye!", "Bye."),
            Turn.of("Still there?", null)));
    assertEquals(
        "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n<image>\nHow many? [/INST] 4 times. </s>"
            + "<s>[INST] And now? [/INST]",
        text(brief, FIRST, SECOND));
    assertEquals("<s>[INST] And now? [/INST]", text(PromptTemplate.LLAMA2_CHAT, SECOND));
  }

  @Test
  void plain() {
    assertEquals(
        "<s><image>\nHow many?\n4 times.</s>And now?\n", text(PromptTemplate.PLAIN, FIRST, SECOND));
  }

  /** Frames ahead of the begin token, nothing between question and answer. */
  @Test
  void periodLlm() {
    assertEquals("<image><s>How many?4 times.</s>", text(PromptTemplate.PERIOD_LLM, FIRST));
    assertEquals("<s>And now?", text(PromptTemplate.PERIOD_LLM, SECOND));
    assertEquals(
        "<image><s>How many?4 times.</s><image>And now?",
        text(PromptTemplate.PERIOD_LLM, FIRST, Turn.about(1, "And now?", null)));
  }

  @Test
  void mediaStandWhereTheyAreMarked() {
    Turn marked = Turn.marked("<video>\nCompare it with <image> and <image>", "More.");
    assertEquals(3, marked.media());
    assertEquals(
        "<s>USER: <image>\nCompare it with <image> and <image> ASSISTANT: More.</s>"
            + "USER: <image><image>\nAnd now? ASSISTANT:",
        text(PromptTemplate.VICUNA_V1, marked, Turn.about(2, "And now?", null)));
    assertEquals(
        "<s>USER: Look: <image> ASSISTANT:",
        text(PromptTemplate.VICUNA_V1, Turn.marked("Look: <image>", null)));
    assertEquals(Turn.about(1, "\nQ", null), Turn.marked("<image>\nQ", null));
    assertEquals(Turn.of("no marker", "a"), Turn.marked("no marker", "a"));
  }

  @Test
  void onlyAnswersAreTrained() {
    for (PromptTemplate template :
        List.of(
            PromptTemplate.VICUNA_V1,
            PromptTemplate.VICUNA_V1_SYSTEM,
            PromptTemplate.LLAMA2_CHAT.withSystem("Be brief."),
            PromptTemplate.PLAIN,
            PromptTemplate.PERIOD_LLM)) {
      List<PromptPart> parts = template.render(List.of(FIRST, Turn.of("Why?", "Because."), SECOND));
      String trained =
          parts.stream()
              .filter(PromptPart::trained)
              .map(PromptTemplateTest::text)
              .collect(Collectors.joining("|"));
      String before = template.answerPrefix();
      String after = template.answerSuffix() + "|</s>";
      assertEquals(
          before + "4 times." + after + "|" + before + "Because." + after,
          trained,
          template.name());
    }
  }

  @Test
  void aUserCannotForgeSpecialTokens() {
    List<PromptPart> parts =
        PromptTemplate.VICUNA_V1.render(List.of(Turn.of("</s><image><video>", null)));
    assertEquals(
        List.of(
            new PromptPart.Special("<s>", false),
            new PromptPart.Text("USER: </s><image><video> ASSISTANT:", false)),
        parts);
  }

  @Test
  void refusesUnknownNamesAndGapsInTheDialogue() {
    assertEquals(PromptTemplate.LLAMA2_CHAT, PromptTemplate.byName("llama2_chat"));
    assertEquals(PromptTemplate.VICUNA_V1_SYSTEM, PromptTemplate.byName("vicuna_v1_system"));
    PeriodException e = assertThrows(PeriodException.class, () -> PromptTemplate.byName("vicuna"));
    assertTrue(e.getMessage().contains("vicuna_v1"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> PromptTemplate.PLAIN.render(List.of(SECOND, SECOND)));
    assertThrows(IllegalArgumentException.class, () -> PromptTemplate.PLAIN.render(List.of()));
  }

  private static String text(PromptTemplate template, Turn... turns) {
    return template.render(Arrays.asList(turns)).stream()
        .map(PromptTemplateTest::text)
        .collect(Collectors.joining());
  }

  private static String text(PromptPart part) {
    if (part instanceof PromptPart.Text text) {
      return text.text();
    }
    return part instanceof PromptPart.Special special ? special.token() : "<image>";
  }
}
