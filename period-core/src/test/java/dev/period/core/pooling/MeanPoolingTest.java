package dev.period.core.pooling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Torch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanPoolingTest {
  @ParameterizedTest
  @CsvSource({
    // frames, grid, width, window in time, height and width; with remainders
    "4, 6, 3, 2, 3, 3",
    "5, 5, 2, 2, 2, 3",
    "3, 4, 4, 1, 1, 1",
    "2, 4, 5, 1, 4, 2",
    "7, 3, 1, 3, 2, 1"
  })
  void agreesWithTheMeanOfEachWindow(int n, int grid, int d, int kt, int kh, int kw) {
    MeanPooling pooling = new MeanPooling(grid, List.of(kt, kh, kw));
    int frames = pooling.frames(n);
    int rows = grid / kh;
    int columns = grid / kw;
    assertEquals(rows * columns, pooling.tokensPerFrame());
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        Twin.assertSame(
            "mean_pooling, seed " + seed,
            new NDList(Tensors.normal(scope, random, 1, n, (long) grid * grid, d)),
            (s, in) -> new NDList(pooling.apply(s, in.get(0))),
            (s, in) -> {
              NDArray kept =
                  in.get(0)
                      .reshape(n, grid, grid, d)
                      .get(":{}, :{}, :{}", frames * kt, rows * kh, columns * kw);
              return new NDList(
                  kept.reshape(frames, kt, rows, kh, columns, kw, d)
                      .mean(new int[] {5})
                      .mean(new int[] {3})
                      .mean(new int[] {1})
                      .reshape((long) frames * rows * columns, d));
            },
            1e-5);
      }
    }
  }

  /** Computed elsewhere from the formula. */
  @Test
  void goldenValues() {
    float[] values = new float[4 * 6 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(0.1 * i);
    }
    try (NDManager scope = Torch.scope()) {
      NDArray patches = Torch.floats(scope, values, 4, 36, 1);
      float[] pooled = new MeanPooling(6, List.of(2, 3, 3)).apply(scope, patches).toFloatArray();
      double[] expected = {
        0.16029075, 0.18851742, 0.08019087, 0.02243919,
        0.19254748, 0.16787927, -0.09669837, -0.14414227
      };
      assertEquals(expected.length, pooled.length);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], pooled[i], 1e-6, "token " + i);
      }
    }
  }
}
