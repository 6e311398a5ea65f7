package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.Tensors;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.Batch.Padding;
import dev.period.core.nn.ParameterSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static final PeriodConfig CONFIG = PeriodModelTest.tiny();
  private static final int M = Media.MARKER;

  private static Prompt text(int... ids) {
    return Media.prompt(CONFIG, ids);
  }

  @Test
  void padsOnTheRight() {
    Batch batch = Batch.of(CONFIG, List.of(text(1, 9), text(1, 7, 8, 9)));
    assertEquals(2, batch.size());
    assertEquals(4, batch.width());
    assertArrayEquals(new long[] {1, 9, 0, 0, 1, 7, 8, 9}, batch.ids());
    assertArrayEquals(new float[] {0, 2, 0, 0, 0, 2, 4, 6}, batch.positions(), "gamma is 1");
    assertEquals(List.of(), batch.media());
    float no = Float.NEGATIVE_INFINITY;
    assertArrayEquals(
        new float[] {
          0, no, no, no, 0, 0, no, no, no, no, 0, no, no, no, no, 0, //
          0, no, no, no, 0, 0, no, no, 0, 0, 0, no, 0, 0, 0, 0
        },
        batch.mask());
  }

  @Test
  void packsShortPromptsIntoOneRow() {
    Batch batch = Batch.packed(CONFIG, List.of(text(1, 9), text(5, 6, 7), text(8)), 4);
    assertEquals(2, batch.size());
    assertEquals(4, batch.width());
    assertArrayEquals(new int[] {4, 0, 3}, batch.starts());
    assertArrayEquals(new long[] {5, 6, 7, 8, 1, 9, 0, 0}, batch.ids());
    assertArrayEquals(new float[] {0, 2, 4, 0, 0, 2, 0, 0}, batch.positions(), "gamma is 1");
    float no = Float.NEGATIVE_INFINITY;
    assertArrayEquals(
        new float[] {
          0, no, no, no, 0, 0, no, no, 0, 0, 0, no, no, no, no, 0, //
          0, no, no, no, 0, 0, no, no, no, no, 0, no, no, no, no, 0
        },
        batch.mask());
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 0, 0}, batch.tokenWeights());
    assertArrayEquals(new long[] {1, 2, 0}, batch.promptsAt(new long[] {2, 3, 5}));
    float third = 1f / 3;
    assertArrayEquals(
        new float[] {
          0, 0, 0, 0, 0.5f, 0.5f, 0, 0, //
          third, third, third, 0, 0, 0, 0, 0, //
          0, 0, 0, 1, 0, 0, 0, 0
        },
        batch.promptAverages(true));
  }

  @Test
  void averagesWithAndWithoutPadding() {
    Batch batch = Batch.of(CONFIG, List.of(text(1, 9), text(1, 7, 8, 9)));
    float quarter = 0.25f;
    assertArrayEquals(
        new float[] {
          quarter, quarter, quarter, quarter, 0, 0, 0, 0, //
          0, 0, 0, 0, quarter, quarter, quarter, quarter
        },
        batch.promptAverages(true));
    assertArrayEquals(
        new float[] {
          0.5f, 0.5f, 0, 0, 0, 0, 0, 0, //
          0, 0, 0, 0, quarter, quarter, quarter, quarter
        },
        batch.promptAverages(false));
    assertArrayEquals(new float[] {1, 1, 0, 0, 1, 1, 1, 1}, batch.tokenWeights());
  }

  @Test
  void padsOnTheLeft() {
    Batch batch = Batch.of(CONFIG, List.of(text(1, 9), text(1, 7, 8, 9)), Padding.LEFT);
    assertArrayEquals(new long[] {0, 0, 1, 9, 1, 7, 8, 9}, batch.ids());
    assertArrayEquals(new float[] {0, 0, 0, 2, 0, 2, 4, 6}, batch.positions());
    float no = Float.NEGATIVE_INFINITY;
    assertArrayEquals(
        new float[] {
          0, no, no, no, no, 0, no, no, no, no, 0, no, no, no, 0, 0, //
          0, no, no, no, 0, 0, no, no, 0, 0, 0, no, 0, 0, 0, 0
        },
        batch.mask());
  }

  @ParameterizedTest
  @EnumSource
  void findsThePlacesOfMedia(Padding padding) {
    SplittableRandom random = new SplittableRandom(1);
    Medium video = Media.video(CONFIG, 2, random);
    Medium image = Media.image(CONFIG, random);
    Prompt first = Media.prompt(CONFIG, new int[] {1, M, 9, M}, video, image);
    Prompt second = Media.prompt(CONFIG, new int[] {M}, image);
    assertEquals(2 + 2 * 4 + 8 + 4, first.tokens().length());
    Batch batch = Batch.of(CONFIG, List.of(first, second), padding);
    int start = padding == Padding.LEFT ? 18 : 0;
    assertArrayEquals(
        new long[] {
          1, 2, 3, 4, 5, 6, 7, 8, 18, 19, 20, 21, 22 + start, 23 + start, 24 + start, 25 + start
        },
        batch.visualPlaces());
    assertArrayEquals(new long[] {9, 10, 11, 12, 13, 14, 15, 16}, batch.periodPlaces());
    assertEquals(List.of(video, image, image), batch.media());
  }

  /** Four tokens make a frame; each periodicity token is a moment of its own. */
  @Test
  void noTwoMediaShareAFrame() {
    SplittableRandom random = new SplittableRandom(1);
    Medium image = Media.image(CONFIG, random);
    Medium video = Media.video(CONFIG, 2, random);
    TokenSequence tokens = Media.tokens(CONFIG, new int[] {1, M, M, 9, M, 8}, image, image, video);
    assertArrayEquals(
        new int[] {
          -1, 0, 0, 0, 0, 1, 1, 1, 1, -1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1
        },
        tokens.frames());
    assertFalse(tokens.trained()[0]);
  }

  @Test
  void anIdThatTheVocabularyLacksMayStandForAnImage() {
    TokenSequence tokens =
        TokenSequence.ofIds(
            new int[] {1, -200, 5}, -200, List.of(List.of(new Placeholder(-200, new int[] {2}))));
    assertArrayEquals(new int[] {1, -200, -200, 5}, tokens.ids());
    Batch batch = Batch.of(CONFIG, List.of(Prompt.of(tokens)));
    assertArrayEquals(new long[] {1, 0, 0, 5}, batch.ids());
    assertArrayEquals(new long[] {1, 2}, batch.visualPlaces());
  }

  @Test
  void asManyMediaAsPlaces() {
    int[] ids = {1, M, M};
    Medium image = Media.image(CONFIG, new SplittableRandom(1));
    PeriodException e = assertThrows(PeriodException.class, () -> Media.prompt(CONFIG, ids, image));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(e.getMessage().contains("2 places"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void paddingDoesNotChangeTheAnswer(Padding padding) {
    Prompt small = text(1, 20, 21);
    Prompt large = text(1, 30, 31, 32, 33, 34);
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(5), Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      Batch alone = Batch.of(CONFIG, List.of(small), padding);
      Batch padded = Batch.of(CONFIG, List.of(large, small), padding);
      Tensors.assertClose(
          "logits",
          logits(model, scope, alone, 2),
          logits(model, scope, padded, padding == Padding.LEFT ? 11 : 6 + 2),
          1e-6);
      for (float value : model.forward(scope, padded, null).hidden().toFloatArray()) {
        assertTrue(Float.isFinite(value), "not a number in the padding");
      }
    }
  }

  /** Whatever else a batch holds, and in whatever order, a dialogue is understood the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void otherRowsDoNotChangeTheAnswer(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Medium[] media = new Medium[4];
    for (int i = 0; i < media.length; i++) {
      media[i] =
          random.nextBoolean()
              ? Media.image(CONFIG, random)
              : Media.video(CONFIG, 1 + random.nextInt(3), random);
    }
    List<Prompt> rows =
        List.of(
            Media.prompt(CONFIG, new int[] {1, M, 9, M, 8}, media[0], media[1]),
            text(1, 30, 31),
            Media.prompt(CONFIG, new int[] {M, 7}, media[2]),
            Media.prompt(CONFIG, new int[] {1, 12, 13, M, 11, 10, 9}, media[3]));
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(5), Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      Batch together = Batch.of(CONFIG, rows);
      for (int row = 0; row < rows.size(); row++) {
        int last = rows.get(row).tokens().length() - 1;
        Tensors.assertClose(
            "seed " + seed + ", row " + row,
            logits(model, scope, Batch.of(CONFIG, List.of(rows.get(row))), last),
            logits(model, scope, together, (long) row * together.width() + last),
            1e-5);
      }
    }
  }

  /** The media of a dialogue are told apart: exchanging two of them changes what is seen. */
  @Test
  void mediaKeepTheirOrder() {
    SplittableRandom random = new SplittableRandom(3);
    Medium image = Media.image(CONFIG, random);
    Medium other = Media.image(CONFIG, random);
    int[] ids = {1, M, 9, M, 8};
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(5), Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      float[] one =
          logits(
                  model,
                  scope,
                  Batch.of(CONFIG, List.of(Media.prompt(CONFIG, ids, image, other))),
                  5)
              .toFloatArray();
      float[] two =
          logits(
                  model,
                  scope,
                  Batch.of(CONFIG, List.of(Media.prompt(CONFIG, ids, other, image))),
                  5)
              .toFloatArray();
      float[] same =
          logits(
                  model,
                  scope,
                  Batch.of(CONFIG, List.of(Media.prompt(CONFIG, ids, image, image))),
                  5)
              .toFloatArray();
      assertFalse(Arrays.equals(one, two));
      assertArrayEquals(one, same, 1e-6f, "ahead of the second image nobody has seen it");
    }
  }

  private static NDArray logits(PeriodModel model, NDManager scope, Batch batch, long row) {
    return model.logits(scope, model.forward(scope, batch, null).hidden(), new long[] {row});
  }
}
