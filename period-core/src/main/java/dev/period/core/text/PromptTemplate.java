package dev.period.core.text;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The form of a dialogue, as data: what stands before, between and after its turns.
 *
 * <p>A turn reads: {@code userPrefix}, what the user says and shows, {@code assistantPrefix},
 * {@code answerPrefix}, the answer, {@code answerSuffix}, {@code endToken}. Media that open a turn
 * are followed by {@code mediaSuffix} unless the text brings it along.
 *
 * @param name what the configuration key {@code prompt_template} calls it
 * @param system instructions ahead of the first question; empty for none
 * @param systemPrefix stands before the instructions, if there are any
 * @param systemSuffix stands after the instructions, if there are any
 * @param beginToken special token at the start
 * @param beginEveryTurn whether {@code beginToken} opens each turn, not only the first
 * @param mediaFirst whether media that open the dialogue stand even before {@code beginToken}
 * @param userPrefix opens a turn
 * @param mediaSuffix separates the media that open a turn from its text
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
    boolean mediaFirst,
    String userPrefix,
    String mediaSuffix,
    String assistantPrefix,
    String answerPrefix,
    String answerSuffix,
    String endToken) {

  /**
   * {@code USER: <image>\n{q} ASSISTANT: {a}</s>USER: …}: LLaVA-1.5 in its Hugging Face port, and
   * PPLLaVA: the form of Vicuna 1.1 without its instructions.
   */
  public static final PromptTemplate VICUNA_V1 =
      new PromptTemplate(
          "vicuna_v1",
          "",
          "",
          " ",
          "<s>",
          false,
          false,
          "USER: ",
          "\n",
          " ASSISTANT:",
          " ",
          "",
          "</s>");

  /**
   * {@code {instructions} USER: <image>\n{q} ASSISTANT: {a}</s>USER: …}: Vicuna 1.1 (lm-sys) and
   * LLaVA-1.5 as its authors prompt it (haotian-liu/LLaVA, conversation.py, {@code vicuna_v1}).
   */
  public static final PromptTemplate VICUNA_V1_SYSTEM =
      VICUNA_V1
          .withName("vicuna_v1_system")
          .withSystem(
              "A chat between a curious user and an artificial intelligence assistant. The"
                  + " assistant gives helpful, detailed, and polite answers to the user's"
                  + " questions.");

  /**
   * {@code [INST] <<SYS>>…<</SYS>>\n\n{q} [/INST] {a} </s><s>[INST] …}: LLaMA-2-Chat
   * (meta-llama/llama, generation.py). It has no instructions until {@link #withSystem} gives some.
   */
  public static final PromptTemplate LLAMA2_CHAT =
      new PromptTemplate(
          "llama2_chat",
          "",
          "<<SYS>>\n",
          "\n<</SYS>>\n\n",
          "<s>",
          true,
          false,
          "[INST] ",
          "\n",
          " [/INST]",
          " ",
          " ",
          "</s>");

  /** {@code {q}\n{a}</s>}: no roles. */
  public static final PromptTemplate PLAIN =
      new PromptTemplate(
          "plain", "", "", "\n", "<s>", false, false, "", "\n", "\n", "", "", "</s>");

  /**
   * {@code <image>…<s>{q}{a}</s>}: Period-LLM as released (model.py, {@code tokenize}): the frames
   * ahead of everything, nothing between question and answer.
   */
  public static final PromptTemplate PERIOD_LLM =
      new PromptTemplate("period_llm", "", "", "", "<s>", false, true, "", "", "", "", "", "</s>");

  private static final List<PromptTemplate> ALL =
      List.of(VICUNA_V1, VICUNA_V1_SYSTEM, LLAMA2_CHAT, PLAIN, PERIOD_LLM);

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
    return with(name, text);
  }

  private PromptTemplate withName(String other) {
    return with(other, system);
  }

  private PromptTemplate with(String newName, String newSystem) {
    return new PromptTemplate(
        newName,
        newSystem,
        systemPrefix,
        systemSuffix,
        beginToken,
        beginEveryTurn,
        mediaFirst,
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
   * @return parts in order; no text is empty, and no two untrained texts are neighbours
   * @throws IllegalArgumentException when there is no turn or an earlier one lacks its answer
   */
  public List<PromptPart> render(List<Turn> turns) {
    if (turns.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs at least one turn");
    }
    List<PromptPart> parts = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      addQuestion(parts, turn, i == 0);
      String answer = turn.assistant();
      if (answer != null) {
        addText(parts, answerPrefix + answer + answerSuffix, true);
        parts.add(new PromptPart.Special(endToken, true));
      } else if (i < turns.size() - 1) {
        throw new IllegalArgumentException("turn " + i + " has no answer but is not the last");
      }
    }
    return parts;
  }

  private void addQuestion(List<PromptPart> parts, Turn turn, boolean first) {
    int opening = 0;
    while (opening < turn.user().size() && turn.user().get(opening) instanceof PromptPart.Slot) {
      opening++;
    }
    List<PromptPart> media = Collections.nCopies(opening, new PromptPart.Slot());
    boolean ahead = first && mediaFirst;
    if (ahead) {
      parts.addAll(media);
    }
    if (first || beginEveryTurn) {
      parts.add(new PromptPart.Special(beginToken, false));
    }
    StringBuilder text = new StringBuilder(prefix(first));
    if (opening > 0 && !ahead) {
      flush(parts, text);
      parts.addAll(media);
      if (!startsWith(turn.user(), opening, mediaSuffix)) {
        text.append(mediaSuffix);
      }
    }
    for (Turn.Content content : turn.user().subList(opening, turn.user().size())) {
      if (content instanceof Turn.Words words) {
        text.append(words.text());
      } else {
        flush(parts, text);
        parts.add(new PromptPart.Slot());
      }
    }
    text.append(assistantPrefix);
    flush(parts, text);
  }

  private String prefix(boolean first) {
    if (!first || system.isEmpty()) {
      return userPrefix;
    }
    String instructions = systemPrefix + system + systemSuffix;
    // LLaMA-2 has its instructions inside the first question, the others ahead of it
    return systemPrefix.isEmpty() ? instructions + userPrefix : userPrefix + instructions;
  }

  private static boolean startsWith(List<Turn.Content> user, int index, String prefix) {
    return index < user.size()
        && user.get(index) instanceof Turn.Words words
        && words.text().startsWith(prefix);
  }

  private static void flush(List<PromptPart> parts, StringBuilder text) {
    addText(parts, text.toString(), false);
    text.setLength(0);
  }

  private static void addText(List<PromptPart> parts, String text, boolean trained) {
    if (!text.isEmpty()) {
      parts.add(new PromptPart.Text(text, trained));
    }
  }
}
