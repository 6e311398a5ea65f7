package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.nn.AttentionMask;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrefillChunksTest {
  private static int[] bounds(AttentionMask mask, int[] frames, int limit) {
    float[] open = new float[frames.length * frames.length];
    mask.fill(frames, 0, frames.length, open, 0);
    return PrefillChunks.bounds(open, frames.length, limit);
  }

  /** Text, frames of several tokens, text between frames. */
  private static int[] layout(SplittableRandom random) {
    int[] frames = new int[1 + random.nextInt(60)];
    int frame = 0;
    for (int i = 0; i < frames.length; ) {
      int run = 1 + random.nextInt(6);
      boolean text = random.nextInt(3) == 0;
      for (int end = Math.min(frames.length, i + run); i < end; i++) {
        frames[i] = text ? -1 : frame;
      }
      frame++;
    }
    return frames;
  }

  @ParameterizedTest
  @EnumSource(AttentionMask.class)
  void nobodyLooksAcrossABoundAndChunksAreAsLongAsTheyMay(AttentionMask mask) {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      int[] frames = layout(random);
      int n = frames.length;
      int limit = 1 + random.nextInt(20);
      int[] bounds = bounds(mask, frames, limit);
      String what =
          mask + " " + Arrays.toString(frames) + " by " + limit + ": " + Arrays.toString(bounds);
      assertEquals(0, bounds[0], what);
      assertEquals(n, bounds[bounds.length - 1], what);
      for (int i = 0; i + 1 < bounds.length; i++) {
        int from = bounds[i];
        int to = bounds[i + 1];
        assertTrue(from < to, what);
        assertTrue(to == n || mayCut(mask, frames, to), what);
        for (int cut = from + 1; cut < to && to - from > limit; cut++) {
          assertFalse(mayCut(mask, frames, cut), what + ", " + cut + " was free");
        }
        if (mask == AttentionMask.FRAME_BLOCK_CAUSAL && to < n && frames[to] >= 0) {
          assertTrue(frames[to] != frames[to - 1], what + " splits a frame");
        }
        // the next free place after this bound would have made the chunk too long
        int next = to + 1;
        while (next < n && !mayCut(mask, frames, next)) {
          next++;
        }
        assertTrue(to == n || next - from > limit, what + ", chunk " + i + " is too short");
      }
    }
  }

  private static boolean mayCut(AttentionMask mask, int[] frames, int cut) {
    for (int query = 0; query < cut; query++) {
      for (int key = cut; key < frames.length; key++) {
        if (mask.allows(query, key, frames)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A batch is cut where every one of its sequences may be. */
  @Test
  void severalSequences() {
    float[] masks = new float[2 * 36];
    AttentionMask.FRAME_BLOCK_CAUSAL.fill(new int[] {-1, 0, 0, 0, -1, -1}, 0, 6, masks, 0);
    AttentionMask.FRAME_BLOCK_CAUSAL.fill(new int[] {-1, -1, -1, 0, 0}, 0, 6, masks, 36);
    assertArrayEquals(new int[] {0, 1, 5, 6}, PrefillChunks.bounds(masks, 6, 2));
  }

  @Test
  void limits() {
    int[] text = {-1, -1, -1, -1, -1};
    assertArrayEquals(new int[] {0, 2, 4, 5}, bounds(AttentionMask.CAUSAL, text, 2));
    assertArrayEquals(new int[] {0, 5}, bounds(AttentionMask.CAUSAL, text, 1000));
    assertThrows(IllegalArgumentException.class, () -> bounds(AttentionMask.CAUSAL, text, 0));
  }
}
