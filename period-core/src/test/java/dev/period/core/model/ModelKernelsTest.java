package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model's own kernels against naive twins. */
class ModelKernelsTest {
  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void projector(Dtype dtype) {
    String types = ", Tensor, Tensor";
    String sums = ", (self).row_sum(x), (self).row_sum(h)";
    Kernel kernel =
        Kernel.load(
            MlpProjector.class,
            "projector",
            Map.of("dtype", dtype.code(), "sum_types", types, "row_sums", sums));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        NDList inputs =
            new NDList(
                Tensors.normal(scope, random, 1, seed * 3, 10),
                Tensors.normal(scope, random, 0.4, 14, 10),
                Tensors.normal(scope, random, 0.4, 14),
                Tensors.normal(scope, random, 0.3, 14, 14),
                Tensors.normal(scope, random, 0.3, 14));
        Twin.assertSame(
            "projector, seed " + seed,
            inputs,
            (s, in) -> kernel.apply(s, in.subList(1, 5), in.get(0)),
            (s, in) -> {
              NDArray h = Naive.gelu(Naive.linear(in.get(0), in.get(1), in.get(2)));
              return new NDList(
                  Naive.linear(h, in.get(3), in.get(4)),
                  in.get(0).stopGradient().sum(new int[] {0}, true),
                  h.stopGradient().sum(new int[] {0}, true));
            },
            dtype == Dtype.FP32 ? 1e-5 : 0.05);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void placeRows(long seed) {
    Kernel kernel = Kernel.load(PeriodModel.class, "place_rows", Map.of());
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 3 * 7;
    long[] places = random.longs(0, rows).distinct().limit(5 + seed).toArray();
    float[] kept = new float[rows];
    Arrays.fill(kept, 1);
    for (long place : places) {
      kept[(int) place] = 0;
    }
    try (NDManager scope = Torch.scope()) {
      Twin.assertSame(
          "place_rows, seed " + seed,
          new NDList(
              Tensors.normal(scope, random, 1, 3, 7, 4),
              Tensors.normal(scope, random, 1, places.length, 4)),
          (s, in) ->
              new NDList(
                  kernel.apply(s, in.get(0), Torch.longs(s, places, places.length), in.get(1))),
          (s, in) -> {
            NDArray flat = in.get(0).reshape(rows, 4).mul(Torch.floats(s, kept, rows, 1));
            NDArray placed = Naive.oneHot(s, places, rows).transpose().matMul(in.get(1));
            return new NDList(flat.add(placed).reshape(3, 7, 4));
          },
          1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void addRows(long seed) {
    Kernel kernel = Kernel.load(PeriodModel.class, "add_rows", Map.of());
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 2 * 5;
    long[] places = random.longs(0, rows).distinct().limit(3 + seed).toArray();
    try (NDManager scope = Torch.scope()) {
      Twin.assertSame(
          "add_rows, seed " + seed,
          new NDList(
              Tensors.normal(scope, random, 1, 2, 5, 4),
              Tensors.normal(scope, random, 1, places.length, 4)),
          (s, in) ->
              new NDList(
                  kernel.apply(s, in.get(0), Torch.longs(s, places, places.length), in.get(1))),
          (s, in) -> {
            NDArray added = Naive.oneHot(s, places, rows).transpose().matMul(in.get(1));
            return new NDList(in.get(0).add(added.reshape(2, 5, 4)));
          },
          1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void selectRows(long seed) {
    Kernel kernel = Kernel.load(PeriodModel.class, "select_rows", Map.of());
    SplittableRandom random = new SplittableRandom(seed);
    long[] rows = random.longs(9, 0, 2 * 5).toArray(); // some twice
    try (NDManager scope = Torch.scope()) {
      Twin.assertSame(
          "select_rows, seed " + seed,
          new NDList(Tensors.normal(scope, random, 1, 2, 5, 4)),
          (s, in) -> new NDList(kernel.apply(s, in.get(0), Torch.longs(s, rows, rows.length))),
          (s, in) -> new NDList(Naive.oneHot(s, rows, 10).matMul(in.get(0).reshape(10, 4))),
          1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "4, 3, 2", "7, 2, 3"})
  void answerLoss(int rows, int candidates, int samples) {
    int vocabulary = 11;
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] ids = random.longs((long) rows * candidates, 0, vocabulary).toArray();
      float[] probabilities = new float[ids.length];
      float[] dense = new float[rows * vocabulary];
      for (int i = 0; i < ids.length; i++) {
        probabilities[i] = (float) random.nextDouble();
        dense[i / candidates * vocabulary + (int) ids[i]] += probabilities[i];
      }
      try (NDManager scope = Torch.scope()) {
        Twin.assertSame(
            "answer_loss, seed " + seed,
            new NDList(Tensors.normal(scope, random, 3, rows, vocabulary)),
            (s, in) ->
                new NDList(
                    new AnswerLoss().of(s, in.get(0), ids, probabilities, samples).reshape(1)),
            (s, in) -> {
              NDArray p = in.get(0).exp();
              NDArray logs = p.div(p.sum(new int[] {1}, true)).log();
              NDArray sum = logs.mul(Torch.floats(s, dense, rows, vocabulary)).sum();
              return new NDList(Naive.times(sum, -1.0 / samples).reshape(1));
            },
            1e-5);
      }
    }
  }
}
