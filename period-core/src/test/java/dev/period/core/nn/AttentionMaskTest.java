package dev.period.core.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.checkpoint.Fixtures;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionMaskTest {
  /** Three text tokens, two frames of four, two text tokens. */
  private static final int[] FRAMES = {-1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, -1, -1};

  @ParameterizedTest
  @CsvSource({
    "CAUSAL, 91",
    "FULL_VISUAL, 119",
    "FRAME_BLOCK, 87",
    "FRAME_BLOCK_NO_PREFIX_TEXT, 63",
    "FRAME_BLOCK_CAUSAL, 103"
  })
  void numberOfOpenCells(AttentionMask mask, int expected) {
    int open = 0;
    for (float value : filled(mask, FRAMES, FRAMES.length)) {
      assertTrue(value == 0 || value == Float.NEGATIVE_INFINITY);
      open += value == 0 ? 1 : 0;
    }
    assertEquals(expected, open);
  }

  /** Written out by another implementation. */
  @ParameterizedTest
  @ValueSource(strings = {"L5_3x4_6", "interleaved", "visual_first", "L3_2x4_2"})
  void cellByCell(String layout) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode all =
        json.readTree(Fixtures.path("expected/algorithms/attention_masks.json").toFile());
    JsonNode expected = all.get(layout);
    int[] frames = json.treeToValue(expected.get("frame_of_token"), int[].class);
    for (AttentionMask mask : AttentionMask.values()) {
      String name = mask.key().replace("frame_", "framewise_");
      JsonNode rows = expected.get("masks").get(name);
      long open = 0;
      for (int query = 0; query < frames.length; query++) {
        StringBuilder row = new StringBuilder();
        for (int key = 0; key < frames.length; key++) {
          row.append(mask.allows(query, key, frames) ? '1' : '0');
        }
        assertEquals(rows.get(query).textValue(), row.toString(), mask + ", row " + query);
        open += row.chars().filter(cell -> cell == '1').count();
      }
      assertEquals(expected.get("allowed_cells").get(name).longValue(), open, name);
    }
  }

  @Test
  void framesOfOneTokenAreCausal() {
    int[] frames = {-1, 0, 1, 2, -1, 3, 4, -1};
    assertSame(AttentionMask.CAUSAL, AttentionMask.FRAME_BLOCK_CAUSAL, frames);
  }

  @Test
  void withOneFrameTheFrameIsAllThereIsToSee() {
    int[] frames = {-1, -1, 0, 0, 0, 0, -1};
    assertSame(AttentionMask.FULL_VISUAL, AttentionMask.FRAME_BLOCK_CAUSAL, frames);
  }

  private static void assertSame(AttentionMask first, AttentionMask second, int[] frames) {
    for (int i = 0; i < frames.length * frames.length; i++) {
      int query = i / frames.length;
      int key = i % frames.length;
      assertEquals(first.allows(query, key, frames), second.allows(query, key, frames), "" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void eachMaskContainsTheStricterOnes(long seed) {
    int[] frames = layout(new SplittableRandom(seed));
    for (int query = 0; query < frames.length; query++) {
      for (int key = 0; key < frames.length; key++) {
        boolean own = AttentionMask.FRAME_BLOCK_NO_PREFIX_TEXT.allows(query, key, frames);
        boolean block = AttentionMask.FRAME_BLOCK.allows(query, key, frames);
        boolean blockCausal = AttentionMask.FRAME_BLOCK_CAUSAL.allows(query, key, frames);
        boolean full = AttentionMask.FULL_VISUAL.allows(query, key, frames);
        boolean causal = AttentionMask.CAUSAL.allows(query, key, frames);
        String cell = "seed " + seed + ", cell " + query + ", " + key;
        assertTrue(!own || block, cell);
        assertTrue(!block || blockCausal, cell);
        assertTrue(!blockCausal || full, cell);
        assertTrue(!causal || blockCausal, cell);
        if (frames[query] < 0) {
          assertEquals(key <= query, full, cell + ": text never sees what follows");
        }
      }
    }
  }

  /** Text, frames of one to four tokens, in any order. */
  private static int[] layout(SplittableRandom random) {
    int[] frames = new int[30];
    int frame = -1;
    int left = 0;
    for (int i = 0; i < frames.length; i++) {
      if (left == 0 && random.nextBoolean()) {
        frames[i] = -1;
        continue;
      }
      if (left == 0) {
        frame++;
        left = 1 + random.nextInt(4);
      }
      frames[i] = frame;
      left--;
    }
    return frames;
  }

  @ParameterizedTest
  @EnumSource
  void paddingSeesItselfAndIsNotSeen(AttentionMask mask) {
    int real = FRAMES.length;
    int width = real + 3;
    float[] cells = filled(mask, FRAMES, width);
    float[] unpadded = filled(mask, FRAMES, real);
    for (int query = 0; query < width; query++) {
      int open = 0;
      for (int key = 0; key < width; key++) {
        float cell = cells[query * width + key];
        open += cell == 0 ? 1 : 0;
        if (query < real && key < real) {
          assertEquals(unpadded[query * real + key], cell);
        } else {
          assertEquals(query == key, cell == 0);
        }
      }
      assertTrue(open > 0, "a closed row has no softmax");
    }
  }

  @ParameterizedTest
  @EnumSource
  void paddingAheadOfTheTokensMovesTheMask(AttentionMask mask) {
    int real = FRAMES.length;
    int start = 4;
    int width = start + real + 2;
    float[] cells = new float[width * width];
    mask.fill(FRAMES, start, width, cells, 0);
    float[] unpadded = filled(mask, FRAMES, real);
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        int query = row - start;
        int key = column - start;
        boolean inside = query >= 0 && query < real && key >= 0 && key < real;
        float expected =
            inside ? unpadded[query * real + key] : row == column ? 0 : Float.NEGATIVE_INFINITY;
        assertEquals(expected, cells[row * width + column], "row " + row + ", column " + column);
      }
    }
  }

  @Test
  void fillsOnlyItsOwnPartOfABatch() {
    float[] cells = new float[2 + 9 + 2];
    java.util.Arrays.fill(cells, 5);
    AttentionMask.CAUSAL.fill(new int[] {-1, -1, -1}, 0, 3, cells, 2);
    for (int i : new int[] {0, 1, 11, 12}) {
      assertEquals(5, cells[i]);
    }
    assertEquals(Float.NEGATIVE_INFINITY, cells[2 + 1]);
    assertEquals(0, cells[2 + 8]);
  }

  @ParameterizedTest
  @EnumSource
  void namesOfConfigurations(AttentionMask mask) {
    assertEquals(mask, AttentionMask.parse(mask.key()));
  }

  private static float[] filled(AttentionMask mask, int[] frames, int width) {
    float[] cells = new float[width * width];
    mask.fill(frames, 0, width, cells, 0);
    return cells;
  }
}
