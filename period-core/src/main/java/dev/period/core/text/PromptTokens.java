package dev.period.core.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A prompt as token ids.
 *
 * @param ids one id per position
 * @param trained one flag per position: whether its token is a target of the loss
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by agreement: prompts are long, and many
public record PromptTokens(int[] ids, boolean[] trained) {
  /**
   * Encodes the parts of a prompt.
   *
   * <p>An answer is encoded together with the text ahead of it, as it stands in the dialogue,
   * unless that would change the tokens ahead of it: in generation those are fixed before the
   * answer exists.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when the tokenizer lacks a special token
   */
  public static PromptTokens of(Tokenizer tokenizer, List<PromptPart> parts) {
    int[] ids = new int[0];
    boolean[] trained = new boolean[0];
    int[] before = new int[0];
    String textBefore = "";
    for (PromptPart part : parts) {
      int[] added;
      if (part.special()) {
        added = new int[] {tokenizer.id(part.text())};
        before = new int[0];
        textBefore = "";
      } else {
        added = continuation(tokenizer, textBefore, before, part.text());
        before = concat(before, added);
        textBefore += part.text();
      }
      ids = concat(ids, added);
      int from = trained.length;
      trained = Arrays.copyOf(trained, ids.length);
      Arrays.fill(trained, from, trained.length, part.trained());
    }
    return new PromptTokens(ids, trained);
  }

  private static int[] continuation(Tokenizer tokenizer, String before, int[] fixed, String text) {
    int[] joined = tokenizer.encode(before + text);
    int common = Arrays.mismatch(fixed, joined);
    if (common == -1 || common == fixed.length) {
      return Arrays.copyOfRange(joined, fixed.length, joined.length);
    }
    return tokenizer.encode(text);
  }

  private static int[] concat(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
