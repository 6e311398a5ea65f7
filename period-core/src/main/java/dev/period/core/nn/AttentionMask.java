package dev.period.core.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which tokens may look at which (TC-LLaVA, AAAI 2025, Fig. 3). A visual token knows its frame; a
 * text token has frame -1.
 */
public enum AttentionMask {
  /** A token sees itself and all before it. */
  CAUSAL,
  /** Causal, and every visual token sees every other, future frames included. */
  FULL_VISUAL,
  /** Text is causal; a visual token sees earlier text and its own frame only. An interpretation. */
  FRAME_BLOCK,
  /** The other interpretation of that name: a visual token sees its own frame and no text. */
  FRAME_BLOCK_NO_PREFIX_TEXT,
  /** Causal, and a visual token sees the whole of its own frame: the one TC-LLaVA proposes. */
  FRAME_BLOCK_CAUSAL;

  /** Parses the configuration's lower-case name. */
  public static AttentionMask parse(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The name used in configurations. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * True when the token at {@code query} may look at the token at {@code key}.
   *
   * @param frames the frame of each token, -1 for text
   */
  public boolean allows(int query, int key, int[] frames) {
    boolean visual = frames[query] >= 0 && frames[key] >= 0;
    boolean sameFrame = visual && frames[query] == frames[key];
    boolean causal = key <= query;
    return switch (this) {
      case CAUSAL -> causal;
      case FULL_VISUAL -> causal || visual;
      case FRAME_BLOCK -> visual ? sameFrame : causal;
      case FRAME_BLOCK_NO_PREFIX_TEXT -> frames[query] >= 0 ? sameFrame : causal;
      case FRAME_BLOCK_CAUSAL -> causal || sameFrame;
    };
  }

  /**
   * Writes the additive mask (0 allowed, -infinity not) of one sequence into {@code mask}.
   *
   * @param frames the frame of each token, -1 for text; its length is the number of real tokens
   * @param start column of the first real token; what is ahead of them and behind them is padding
   *     that nobody looks at
   * @param width of a row
   * @param mask destination, [width, width] row-major from {@code offset}
   */
  public void fill(int[] frames, int start, int width, float[] mask, int offset) {
    fill(List.of(frames), start, width, mask, offset);
  }

  /**
   * Writes the mask of sequences that follow each other in one row and do not see each other.
   *
   * @param sequences the frame of each token, as above
   */
  public void fill(List<int[]> sequences, int start, int width, float[] mask, int offset) {
    Arrays.fill(mask, offset, offset + width * width, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < width; i++) {
      mask[offset + i * width + i] = 0; // a row without any open cell would be NaN in the softmax
    }
    int first = start;
    for (int[] frames : sequences) {
      for (int query = 0; query < frames.length; query++) {
        int row = offset + (first + query) * width + first;
        for (int key = 0; key < frames.length; key++) {
          mask[row + key] = allows(query, key, frames) ? 0 : Float.NEGATIVE_INFINITY;
        }
      }
      first += frames.length;
    }
  }
}
