package dev.period.core.model;

import dev.period.core.text.PromptPart;
import dev.period.core.text.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * One sequence as the decoder sees it.
 *
 * @param ids token ids, placeholders included
 * @param trained whether each token is a target of the loss
 * @param frames the frame that each token belongs to, -1 for text; no two media share one, however
 *     close they stand
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by agreement: sequences are long, and many
public record TokenSequence(int[] ids, boolean[] trained, int[] frames) {

  /** The number of tokens. */
  public int length() {
    return ids.length;
  }

  /**
   * Encodes the parts of a prompt.
   *
   * <p>An answer is encoded together with the text ahead of it, as it stands in the dialogue,
   * unless that would change the tokens ahead of it: in generation those are fixed before the
   * answer exists.
   *
   * @param media what stands in each slot, in the order of the slots
   * @throws dev.period.core.PeriodException of kind MODEL when the tokenizer lacks a special token,
   *     INPUT when there are more or fewer media than slots
   */
  public static TokenSequence of(
      Tokenizer tokenizer, List<PromptPart> parts, List<List<Placeholder>> media) {
    int slots = (int) parts.stream().filter(PromptPart.Slot.class::isInstance).count();
    if (slots != media.size()) {
      throw Prompt.wrongNumber(slots, media.size());
    }
    TokenSequenceBuilder sequence = new TokenSequenceBuilder();
    int[] before = new int[0];
    String textBefore = "";
    int slot = 0;
    for (PromptPart part : parts) {
      if (part instanceof PromptPart.Text text) {
        int[] added = continuation(tokenizer, textBefore, before, text.text());
        sequence.text(added, text.trained());
        textBefore += text.text();
        before = concat(before, added);
        continue;
      }
      if (part instanceof PromptPart.Special special) {
        sequence.text(new int[] {tokenizer.id(special.token())}, special.trained());
      } else {
        sequence.medium(media.get(slot++));
      }
      textBefore = "";
      before = new int[0];
    }
    return sequence.build();
  }

  /**
   * Ids of which each {@code marker} stands for a whole medium, as Hugging Face's LLaVA takes them.
   *
   * @param media what stands for each marker, in order
   * @throws dev.period.core.PeriodException of kind INPUT when there are more or fewer media than
   *     markers
   */
  public static TokenSequence ofIds(int[] ids, int marker, List<List<Placeholder>> media) {
    int markers = (int) Arrays.stream(ids).filter(id -> id == marker).count();
    if (markers != media.size()) {
      throw Prompt.wrongNumber(markers, media.size());
    }
    TokenSequenceBuilder sequence = new TokenSequenceBuilder();
    int next = 0;
    for (int id : ids) {
      if (id == marker) {
        sequence.medium(media.get(next++));
      } else {
        sequence.text(new int[] {id}, false);
      }
    }
    return sequence.build();
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
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
