package dev.period.core.text;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The form of a dialogue, as data: what stands before, between and after its turns.
 *
 * <p>A turn reads: {@code userPrefix}, media and {@code mediaSuffix} (if there is any), the
 * question, {@code assistantPrefix}, {@code answerPrefix}, the answer, {@code answerSuffix}, {@code
 * endToken}.
 *
 * @param name what the configuration key {@code prompt_template} calls it
 * @param system instructions ahead of the first question; empty for none
 * @param systemPrefix stands before the instructions, if there are any
 * @param systemSuffix stands after the instructions, if there are any
 * @param beginToken special token at the start
 * @param beginEveryTurn whether {@code beginToken} opens each turn, not only the first
 * @param userPrefix opens a turn
 * @param mediaSuffix separates the placeholders of a video from the question
 * @param assistantPrefix closes the question; a prompt for generation ends here
 * @param answerPrefix stands before the answer and is trained with it
 * @param answerSuffix stands after the answer and is trained with it
 * @param endToken special token that ends an answer; trained
 */
public record PromptTemplate(
    String name,
    String system,
    String systemPrefix,
    String systemSuffix,
    String beginToken,
    boolean beginEveryTurn,
    String userPrefix,
    String mediaSuffix,
    String assistantPrefix,
    String answerPrefix,
    String answerSuffix,
    String endToken) {

  /**
   * {@code USER: <image>\n{q} ASSISTANT: {a}</s>}: LLaVA-1.5 and Vicuna 1.1 (haotian-liu/LLaVA,
   * conversation.py, {@code vicuna_v1}), without the system text, as in the Hugging Face port. Use
   * {@link #withSystem} for it.
   */
  public static final PromptTemplate VICUNA_V1 =
      new PromptTemplate(
          "vicuna_v1", "", "", " ", "<s>", false, "USER: ", "\n", " ASSISTANT:", " ", "", "</s>");

  /**
   * {@code [INST] <<SYS>>…<</SYS>>\n\n{q} [/INST] {a} </s><s>[INST] …}: LLaMA-2-Chat
   * (meta-llama/llama).
   */
  public static final PromptTemplate LLAMA2_CHAT =
      new PromptTemplate(
          "llama2_chat",
          "",
          "<<SYS>>\n",
          "\n<</SYS>>\n\n",
          "<s>",
          true,
          "[INST] ",
          "\n",
          " [/INST]",
          " ",
          " ",
          "</s>");

  /** {@code {q}\n{a}</s>}: no roles. */
  public static final PromptTemplate PLAIN =
      new PromptTemplate("plain", "", "", "\n", "<s>", false, "", "\n", "\n", "", "", "</s>");

  private static final List<PromptTemplate> ALL = List.of(VICUNA_V1, LLAMA2_CHAT, PLAIN);

  /**
   * The template of a name.
   *
   * @throws PeriodException of kind USAGE when there is none; the message lists those there are
   */
  public static PromptTemplate byName(String name) {
    for (PromptTemplate template : ALL) {
      if (template.name.equals(name)) {
        return template;
      }
    }
    String names = ALL.stream().map(PromptTemplate::name).collect(Collectors.joining(", "));
    throw new PeriodException(
        Kind.USAGE, "There is no prompt_template \"" + name + "\"; choose one of " + names + ".");
  }

  /** The same form with other instructions. */
  public PromptTemplate withSystem(String text) {
    return new PromptTemplate(
        name,
        text,
        systemPrefix,
        systemSuffix,
        beginToken,
        beginEveryTurn,
        userPrefix,
        mediaSuffix,
        assistantPrefix,
        answerPrefix,
        answerSuffix,
        endToken);
  }

  /**
   * Lays out a dialogue.
   *
   * @param turns in order; only the last one may lack its answer, and then the prompt ends where
   *     the answer begins
   * @return non-empty parts in order
   * @throws IllegalArgumentException when there is no turn or an earlier one lacks its answer
   */
  public List<PromptPart> render(List<Turn> turns) {
    if (turns.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs at least one turn");
    }
    List<PromptPart> parts = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      if (i == 0 || beginEveryTurn) {
        parts.add(new PromptPart(beginToken, true, false));
      }
      addQuestion(parts, turn, i == 0);
      String answer = turn.assistant();
      if (answer != null) {
        addText(parts, answerPrefix + answer + answerSuffix, true);
        parts.add(new PromptPart(endToken, true, true));
      } else if (i < turns.size() - 1) {
        throw new IllegalArgumentException("turn " + i + " has no answer but is not the last");
      }
    }
    return parts;
  }

  private void addQuestion(List<PromptPart> parts, Turn turn, boolean first) {
    String opening = userPrefix;
    if (first && !system.isEmpty()) {
      String instructions = systemPrefix + system + systemSuffix;
      // LLaMA-2 has its instructions inside the first question, the others ahead of it
      opening = systemPrefix.isEmpty() ? instructions + userPrefix : userPrefix + instructions;
    }
    if (turn.media().isEmpty()) {
      addText(parts, opening + turn.user() + assistantPrefix, false);
      return;
    }
    addText(parts, opening, false);
    for (String token : turn.media()) {
      parts.add(new PromptPart(token, true, false));
    }
    addText(parts, mediaSuffix + turn.user() + assistantPrefix, false);
  }

  private static void addText(List<PromptPart> parts, String text, boolean trained) {
    if (!text.isEmpty()) {
      parts.add(new PromptPart(text, false, trained));
    }
  }
}
