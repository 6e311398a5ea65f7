package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final PeriodConfig CONFIG = PeriodModelTest.tiny();

  private static TokenSequence sequence(int... ids) {
    return new TokenSequence(ids, new boolean[ids.length], TokenSequence.frames(ids, CONFIG));
  }

  @Test
  void padsOnTheRight() {
    Batch batch = Batch.of(CONFIG, List.of(sequence(1, 9), sequence(1, 7, 8, 9)), null, null);
    assertEquals(2, batch.size());
    assertEquals(4, batch.width());
    assertArrayEquals(new long[] {1, 9, 0, 0, 1, 7, 8, 9}, batch.ids());
    assertArrayEquals(new float[] {0, 2, 0, 0, 0, 2, 4, 6}, batch.positions(), "gamma is 1");
    assertNull(batch.pixels());
    assertNull(batch.gram());
    float no = Float.NEGATIVE_INFINITY;
    assertArrayEquals(
        new float[] {
          0, no, no, no, 0, 0, no, no, no, no, 0, no, no, no, no, 0, //
          0, no, no, no, 0, 0, no, no, 0, 0, 0, no, 0, 0, 0, 0
        },
        batch.mask());
  }

  @Test
  void findsThePlacesOfPlaceholders() {
    int image = CONFIG.imageTokenIndex();
    int period = CONFIG.periodTokenIndex();
    Batch batch =
        Batch.of(
            CONFIG,
            List.of(sequence(1, image, image, period, 9), sequence(period, 9, image)),
            new float[1],
            new float[1]);
    assertArrayEquals(new long[] {1, 2, 7}, batch.visualPlaces());
    assertArrayEquals(new long[] {3, 5}, batch.periodPlaces());
  }

  /** Four tokens make a frame; each periodicity token is a moment of its own. */
  @Test
  void framesOfPlaceholders() {
    int image = CONFIG.imageTokenIndex();
    int period = CONFIG.periodTokenIndex();
    assertEquals(4, CONFIG.tokensPerFrame());
    int[] ids = {1, image, image, image, image, image, image, image, image, period, period, 9};
    assertArrayEquals(
        new int[] {-1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3, -1}, TokenSequence.frames(ids, CONFIG));
  }

  @Test
  void paddingDoesNotChangeTheAnswer() {
    TokenSequence small = sequence(1, 20, 21);
    TokenSequence large = sequence(1, 30, 31, 32, 33, 34);
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(5), Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      NDArray alone = logits(model, scope, List.of(small), 2);
      NDArray padded = logits(model, scope, List.of(large, small), 6 + 2);
      Tensors.assertClose("logits", alone, padded, 1e-6);
      Batch batch = Batch.of(CONFIG, List.of(large, small), null, null);
      for (float value : model.forward(scope, batch, null).hidden().toFloatArray()) {
        assertEquals(value, value, "not a number in the padding");
      }
    }
  }

  private static NDArray logits(
      PeriodModel model, NDManager scope, List<TokenSequence> sequences, long row) {
    Batch batch = Batch.of(CONFIG, sequences, null, null);
    return model.logits(scope, model.forward(scope, batch, null).hidden(), new long[] {row});
  }
}
