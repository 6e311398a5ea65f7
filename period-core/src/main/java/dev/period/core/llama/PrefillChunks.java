package dev.period.core.llama;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a long prompt may be cut so that its pieces can run one after the other with a {@link
 * KvCache}: no token before a cut may look at one behind it. So a frame whose tokens see each other
 * is never split, and with a causal mask every place will do.
 */
public final class PrefillChunks {
  private PrefillChunks() {}

  /**
   * The bounds 0 = c₀ &lt; c₁ &lt; … = width; chunk i holds tokens cᵢ to cᵢ₊₁ - 1.
   *
   * @param mask added to the attention scores [b, width, width] row-major; -infinity is closed
   * @param limit the most tokens of a chunk; only what cannot be cut is longer
   */
  public static int[] bounds(float[] mask, int width, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("chunks of " + limit + " tokens");
    }
    int[] furthest = furthest(mask, width);
    List<Integer> bounds = new ArrayList<>(List.of(0));
    int begin = 0;
    int cut = 0; // the last place where the current chunk could end
    int reach = 0; // the furthest token that any token so far looks at
    for (int i = 0; i < width; i++) {
      reach = Math.max(reach, Math.max(i, furthest[i]));
      if (reach > i) {
        continue;
      }
      if (i + 1 - begin > limit && cut > begin) {
        bounds.add(cut);
        begin = cut;
      }
      cut = i + 1;
      if (cut - begin > limit) {
        bounds.add(cut);
        begin = cut;
      }
    }
    if (begin < width) {
      bounds.add(width);
    }
    return bounds.stream().mapToInt(Integer::intValue).toArray();
  }

  /** For each place the last one that it looks at, in any row of the batch. */
  private static int[] furthest(float[] mask, int width) {
    int[] furthest = new int[width];
    Arrays.fill(furthest, -1);
    for (int row = 0; row * width < mask.length; row++) {
      int query = row % width;
      int key = width - 1;
      while (key > furthest[query] && mask[row * width + key] == Float.NEGATIVE_INFINITY) {
        key--;
      }
      furthest[query] = Math.max(furthest[query], key);
    }
    return furthest;
  }
}
