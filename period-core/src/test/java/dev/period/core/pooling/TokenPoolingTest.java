package dev.period.core.pooling;

import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Torch;
import java.util.Locale;
import java.util.Scanner;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPoolingTest {
  private static final double TEMPERATURE = 0.01;

  /** Windows with and without remainders and overlaps, over one or several videos. */
  private record Case(int videos, int frames, int rows, int columns, int width, PoolingWindow w) {
    static final Case[] ALL = {
      new Case(1, 4, 6, 6, 3, PoolingWindow.of(2, 3, 3)),
      new Case(2, 5, 5, 4, 2, PoolingWindow.of(2, 2, 3)),
      new Case(3, 3, 2, 2, 4, PoolingWindow.of(1, 1, 1)),
      new Case(1, 5, 4, 5, 2, new PoolingWindow(2, 3, 3, 1, 1, 2)),
      new Case(2, 7, 3, 2, 1, new PoolingWindow(3, 2, 1, 2, 1, 1)),
      new Case(1, 3, 1, 1, 5, PoolingWindow.of(2, 1, 1)),
    };
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithAWindowByWindowComputation(PoolingMode mode) {
    for (int i = 0; i < Case.ALL.length; i++) {
      Case c = Case.ALL[i];
      SplittableRandom random = new SplittableRandom(i);
      TokenPooling pooling = new TokenPooling(mode, c.w, c.rows, c.columns, TEMPERATURE);
      try (NDManager scope = Torch.scope()) {
        long tokens = (long) c.rows * c.columns;
        NDList inputs =
            new NDList(Tensors.normal(scope, random, 1, c.videos, c.frames, tokens, c.width));
        if (mode.promptGuided()) {
          inputs.add(Tensors.normal(scope, random, 2, c.videos, c.frames, tokens));
        }
        Twin.assertSame(
            mode + ", case " + i,
            inputs,
            (s, in) -> new NDList(pooling.apply(s, in.get(0), in.size() > 1 ? in.get(1) : null)),
            (s, in) -> new NDList(naive(mode, c, in)),
            // a temperature of 0.01 magnifies every rounding error of the scores
            mode == PoolingMode.CODE ? 2e-4 : 1e-5);
      }
    }
  }

  private static NDArray naive(PoolingMode mode, Case c, NDList in) {
    NDArray x = in.get(0).reshape(c.videos, c.frames, c.rows, c.columns, c.width);
    NDList videos = new NDList();
    for (int video = 0; video < c.videos; video++) {
      NDArray all =
          mode.promptGuided()
              ? in.get(1).get(video).flatten().softmax(0).reshape(c.frames, c.rows, c.columns)
              : null;
      NDList tokens = new NDList();
      for (int t = 0; t < c.w.framesOut(c.frames); t++) {
        for (int row = 0; row < c.w.rowsOut(c.rows); row++) {
          for (int column = 0; column < c.w.columnsOut(c.columns); column++) {
            NDIndex cut = cut(c.w, t, row, column);
            NDArray v = x.get(video).get(cut).reshape(-1, c.width);
            NDArray s = all == null ? null : all.get(cut).reshape(-1, 1);
            tokens.add(
                switch (mode) {
                  case MEAN -> v.mean(new int[] {0});
                  case MAX -> v.max(new int[] {0});
                  case PAPER -> v.mul(s).sum(new int[] {0});
                  case PAPER_RENORM -> v.mul(s).sum(new int[] {0}).div(s.sum());
                  case CODE -> v.mul(Naive.times(s, 1 / TEMPERATURE).softmax(0)).sum(new int[] {0});
                });
          }
        }
      }
      videos.add(NDArrays.stack(tokens));
    }
    return NDArrays.stack(videos);
  }

  private static NDIndex cut(PoolingWindow w, int t, int row, int column) {
    int t0 = t * w.timeStride();
    int r0 = row * w.heightStride();
    int c0 = column * w.widthStride();
    return new NDIndex(
        "{}:{}, {}:{}, {}:{}", t0, t0 + w.time(), r0, r0 + w.height(), c0, c0 + w.width());
  }

  /** Computed elsewhere from the formulas. */
  @ParameterizedTest
  @CsvSource({
    "MEAN, 0.16029075 0.18851742 0.08019087 0.02243919"
        + " 0.19254748 0.16787927 -0.09669837 -0.14414227",
    "PAPER, 0.07064610 -0.00839457 -0.02792994 0.03696733"
        + " 0.04639086 -0.02204108 -0.00065442 -0.01491063",
    "PAPER_RENORM, 0.59631436 -0.05909711 -0.55655422 0.17809647"
        + " 0.31041465 -0.24646123 -0.00304541 -0.53319856",
    "CODE, 0.46332023 -0.00650826 -0.17906390 0.09098167"
        + " 0.34040612 -0.08147489 -0.07891242 -0.23257569"
  })
  void goldenValues(PoolingMode mode, String expected) {
    float[] values = new float[4 * 6 * 6];
    float[] scores = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(0.1 * i);
      scores[i] = (float) (3 * Math.sin(i));
    }
    Scanner numbers = new Scanner(expected).useLocale(Locale.ROOT);
    float[] golden = new float[8];
    for (int i = 0; i < golden.length; i++) {
      golden[i] = numbers.nextFloat();
    }
    try (NDManager scope = Torch.scope()) {
      NDArray pooled =
          new TokenPooling(mode, PoolingWindow.of(2, 3, 3), 6, 6, TEMPERATURE)
              .apply(
                  scope,
                  Torch.floats(scope, values, 1, 4, 36, 1),
                  Torch.floats(scope, scores, 1, 4, 36));
      Tensors.assertClose(mode.key(), golden, pooled.toFloatArray(), 2e-6);
    }
  }

  /** Far from any prompt a window's scores all round to zero; its token is then no NaN. */
  @ParameterizedTest
  @EnumSource
  void scoresThatVanishDoNoHarm(PoolingMode mode) {
    try (NDManager scope = Torch.scope()) {
      float[] scores = {100, 100, -100, -101};
      float[] values = {1, 3, 5, 9};
      float[] pooled =
          new TokenPooling(mode, PoolingWindow.of(1, 1, 2), 1, 2, TEMPERATURE)
              .apply(
                  scope,
                  Torch.floats(scope, values, 1, 2, 2, 1),
                  Torch.floats(scope, scores, 1, 2, 2))
              .toFloatArray();
      float[] expected =
          switch (mode) {
            case MEAN, CODE -> new float[] {2, 7};
            case MAX -> new float[] {3, 9};
            case PAPER -> new float[] {2, 0};
            case PAPER_RENORM -> {
              float e = (float) Math.exp(-1);
              yield new float[] {2, (5 + 9 * e) / (1 + e)};
            }
          };
      Tensors.assertClose(mode.key(), expected, pooled, 1e-6);
    }
  }

  @Test
  void promptGuidedModesNeedScores() {
    TokenPooling pooling =
        new TokenPooling(PoolingMode.PAPER, PoolingWindow.of(1, 1, 1), 1, 1, TEMPERATURE);
    try (NDManager scope = Torch.scope()) {
      NDArray x = Torch.floats(scope, new float[2], 1, 2, 1, 1);
      assertThrows(IllegalArgumentException.class, () -> pooling.apply(scope, x, null));
    }
  }

  /** Weights that sum to one leave a constant as it is, wherever the prompt looks. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aConstantStaysConstant(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (PoolingMode mode : PoolingMode.values()) {
      if (mode == PoolingMode.PAPER) {
        continue;
      }
      try (NDManager scope = Torch.scope()) {
        NDArray pooled =
            new TokenPooling(mode, new PoolingWindow(2, 3, 2, 1, 2, 2), 5, 4, TEMPERATURE)
                .apply(
                    scope,
                    scope.ones(new ai.djl.ndarray.types.Shape(2, 4, 20, 3)).mul(1.5),
                    Tensors.normal(scope, random, 5, 2, 4, 20));
        Tensors.assertClose(mode.key(), scope.ones(pooled.getShape()).mul(1.5), pooled, 1e-6);
      }
    }
  }
}
