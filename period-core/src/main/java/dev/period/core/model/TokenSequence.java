package dev.period.core.model;

import dev.period.core.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * One sequence as the decoder sees it.
 *
 * @param ids token ids, placeholders included
 * @param frames the frame that each token belongs to, -1 for text
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSequence(int[] ids, int[] frames) {

  /** The number of tokens. */
  public int length() {
    return ids.length;
  }

  /** This sequence followed by text. */
  public TokenSequence append(int... more) {
    int[] newIds = java.util.Arrays.copyOf(ids, ids.length + more.length);
    int[] newFrames = java.util.Arrays.copyOf(frames, newIds.length);
    System.arraycopy(more, 0, newIds, ids.length, more.length);
    java.util.Arrays.fill(newFrames, ids.length, newIds.length, -1);
    return new TokenSequence(newIds, newFrames);
  }

  /**
   * A prompt with its media in place.
   *
   * @param before text in front of the media
   * @param visual whether visual tokens are there
   * @param periodic whether periodicity tokens are there
   * @param after text behind the media
   */
  public static TokenSequence of(
      Tokenizer tokenizer,
      PeriodConfig config,
      String before,
      boolean visual,
      boolean periodic,
      String after) {
    List<Integer> ids = new ArrayList<>();
    List<Integer> frames = new ArrayList<>();
    ids.add(tokenizer.id("<s>"));
    frames.add(-1);
    text(tokenizer, before, ids, frames);
    int frame = 0;
    if (visual) {
      for (int f = 0; f < config.pooledFrames(); f++, frame++) {
        for (int i = 0; i < config.tokensPerFrame(); i++) {
          ids.add(config.imageTokenIndex());
          frames.add(frame);
        }
      }
    }
    if (periodic) {
      // each periodicity token is a moment of its own: one temporal step per token
      for (int i = 0; i < config.periodicityConfig().tokens(); i++, frame++) {
        ids.add(config.periodTokenIndex());
        frames.add(frame);
      }
    }
    text(tokenizer, after, ids, frames);
    return new TokenSequence(
        ids.stream().mapToInt(Integer::intValue).toArray(),
        frames.stream().mapToInt(Integer::intValue).toArray());
  }

  private static void text(
      Tokenizer tokenizer, String text, List<Integer> ids, List<Integer> frames) {
    for (int id : tokenizer.encode(text)) {
      ids.add(id);
      frames.add(-1);
    }
  }
}
