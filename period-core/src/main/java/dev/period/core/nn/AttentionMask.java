package dev.period.core.nn;

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
      case FRAME_BLOCK_CAUSAL -> causal || sameFrame;
    };
  }

  /**
   * Writes the additive mask (0 allowed, -infinity not) of one sequence into {@code mask}.
   *
   * @param frames the frame of each token, -1 for text; its length is the number of real tokens
   * @param width of a row; tokens from {@code frames.length} on are padding that nobody looks at
   * @param mask destination, [width, width] row-major from {@code offset}
   */
  public void fill(int[] frames, int width, float[] mask, int offset) {
    for (int query = 0; query < width; query++) {
      int row = offset + query * width;
      for (int key = 0; key < width; key++) {
        boolean open =
            query < frames.length
                ? key < frames.length && allows(query, key, frames)
                : key == query; // a row without any open cell would become NaN in the softmax
        mask[row + key] = open ? 0 : Float.NEGATIVE_INFINITY;
      }
    }
  }
}
