package dev.period.core.clip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.nn.LayerNorm;
import dev.period.core.nn.LoraKernel;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** CLIP's kernels against naive twins. */
class ClipKernelsTest {
  private static final double EPS = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "1, 5, 2, 6, 20, QUICK_GELU, false, FP32",
    "3, 4, 4, 3, 16, GELU, false, FP32",
    "2, 6, 2, 8, 24, QUICK_GELU, true, FP32",
    "2, 6, 2, 8, 24, QUICK_GELU, false, BF16",
    "2, 6, 2, 8, 24, GELU, true, BF16"
  })
  void layer(
      int b,
      int t,
      int heads,
      int headWidth,
      int mlp,
      Activation activation,
      boolean causal,
      Dtype dtype) {
    int d = heads * headWidth;
    LoraKernel kernel =
        ClipTransformer.kernel(
            new Parameters(Device.cpu(), ParameterSource.fresh(0)),
            List.of(),
            "layer",
            new TransformerShape(d, mlp, 1, heads, EPS, activation),
            causal,
            dtype);
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        NDArray keyBias = Tensors.normal(scope, random, 0.5, d);
        NDList inputs = new NDList(Tensors.normal(scope, random, 1, b, t, d));
        norm(inputs, scope, random, d);
        for (int i = 0; i < 4; i++) {
          linear(inputs, scope, random, d, d);
        }
        norm(inputs, scope, random, d);
        linear(inputs, scope, random, mlp, d);
        linear(inputs, scope, random, d, mlp);
        inputs.remove(6); // the same shift of all scores: its gradient is nothing but rounding
        Twin.assertSame(
            "clip_layer, seed " + seed,
            inputs,
            (s, in) -> kernel.apply(s, weights(in, keyBias), in.get(0)),
            (s, in) ->
                new NDList(
                    naiveLayer(s, in.get(0), weights(in, keyBias), heads, activation, causal)),
            dtype == Dtype.FP32 ? 1e-5 : 0.05);
      }
    }
  }

  private static NDList weights(NDList in, NDArray keyBias) {
    NDList weights = new NDList(in.subList(1, 6));
    weights.add(keyBias);
    weights.addAll(in.subList(6, in.size()));
    return weights;
  }

  private static void norm(NDList inputs, NDManager scope, SplittableRandom random, int d) {
    inputs.add(Tensors.normal(scope, random, 0.5, d).add(1));
    inputs.add(Tensors.normal(scope, random, 0.5, d));
  }

  private static void linear(
      NDList inputs, NDManager scope, SplittableRandom random, int out, int in) {
    inputs.add(Tensors.normal(scope, random, 1 / Math.sqrt(in), out, in));
    inputs.add(Tensors.normal(scope, random, 0.5, out));
  }

  private static NDArray naiveLayer(
      NDManager scope, NDArray x, NDList w, int heads, Activation activation, boolean causal) {
    NDArray h = Naive.layerNorm(x, w.get(0), w.get(1), EPS);
    NDArray a =
        Naive.attention(
            Naive.heads(Naive.linear(h, w.get(2), w.get(3)), heads),
            Naive.heads(Naive.linear(h, w.get(4), w.get(5)), heads),
            Naive.heads(Naive.linear(h, w.get(6), w.get(7)), heads),
            mask(scope, (int) x.getShape().get(1), causal));
    NDArray y = x.add(Naive.linear(a, w.get(8), w.get(9)));
    h = Naive.linear(Naive.layerNorm(y, w.get(10), w.get(11), EPS), w.get(12), w.get(13));
    NDArray active =
        activation == Activation.GELU ? Naive.gelu(h) : h.mul(Naive.sigmoid(Naive.times(h, 1.702)));
    return y.add(Naive.linear(active, w.get(14), w.get(15)));
  }

  private static NDArray mask(NDManager scope, int t, boolean causal) {
    float[] mask = new float[t * t];
    for (int i = 0; causal && i < t; i++) {
      Arrays.fill(mask, i * t + i + 1, (i + 1) * t, Float.NEGATIVE_INFINITY);
    }
    return Torch.floats(scope, mask, 1, 1, t, t);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 3, 8", "3, 3, 2, 5"})
  void embeddings(int n, int grid, int patch, int d) {
    Kernel kernel =
        Kernel.load(
            ClipVisionEncoder.class,
            "clip_embeddings",
            Map.of("patch", patch, "width", d, "eps", EPS));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        int side = grid * patch;
        NDList inputs = new NDList(Tensors.normal(scope, random, 1, n, 3, side, side));
        inputs.add(Tensors.normal(scope, random, 1, d));
        inputs.add(Tensors.normal(scope, random, 0.3, d, 3, patch, patch));
        inputs.add(Tensors.normal(scope, random, 1, (long) grid * grid + 1, d));
        norm(inputs, scope, random, d);
        Twin.assertSame(
            "clip_embeddings, seed " + seed,
            inputs,
            (s, in) -> kernel.apply(s, in.subList(1, 6), in.get(0)),
            (s, in) -> new NDList(naiveEmbeddings(in, n, grid, patch, d)),
            1e-5);
      }
    }
  }

  private static NDArray naiveEmbeddings(NDList in, int n, int grid, int patch, int d) {
    NDArray cut =
        in.get(0)
            .reshape(n, 3, grid, patch, grid, patch)
            .transpose(0, 2, 4, 1, 3, 5)
            .reshape(n, (long) grid * grid, 3L * patch * patch);
    NDArray patches = Naive.linear(cut, in.get(2).reshape(d, 3L * patch * patch));
    NDArray first = in.get(1).reshape(1, 1, d).repeat(0, n);
    NDArray tokens = NDArrays.concat(new NDList(first, patches), 1);
    return Naive.layerNorm(tokens.add(in.get(3)), in.get(4), in.get(5), EPS);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 6, 6", "3, 5, 9, 2"})
  void textEmbeddings(int b, int t, int positions, int keep) {
    int d = 6;
    Kernel table = Kernel.load(ClipTextEncoder.class, "clip_positions", Map.of("keep", keep));
    Kernel kernel = Kernel.load(ClipTextEncoder.class, "clip_text_embeddings", Map.of());
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] ids = random.longs((long) b * t, 0, 10).toArray();
      try (NDManager scope = Torch.scope()) {
        NDList inputs = new NDList(Tensors.normal(scope, random, 1, 10, d));
        inputs.add(Tensors.normal(scope, random, 1, keep + 1, d));
        inputs.add(Tensors.normal(scope, random, 1, positions, d));
        Twin.assertSame(
            "clip_text_embeddings, seed " + seed,
            inputs,
            (s, in) ->
                kernel.apply(
                    s,
                    List.of(in.get(0)),
                    Torch.longs(s, ids, b, t),
                    table.apply(s, in.subList(1, 3)).singletonOrThrow()),
            (s, in) -> {
              NDArray rows = Naive.oneHot(s, ids, 10).matMul(in.get(0)).reshape(b, t, d);
              NDArray all = NDArrays.concat(new NDList(in.get(1).get("0:" + keep), in.get(2)), 0);
              return new NDList(rows.add(all.get("0:" + t)));
            },
            1e-6);
      }
    }
  }

  @Test
  void textEmbeddingsWithoutExtension() {
    Kernel table = Kernel.load(ClipTextEncoder.class, "clip_positions", Map.of("keep", 5));
    try (NDManager scope = Torch.scope()) {
      NDList inputs = new NDList(Tensors.normal(scope, new SplittableRandom(4), 1, 5, 3));
      Twin.assertSame(
          "clip_positions",
          inputs,
          (s, in) -> table.apply(s, in),
          (s, in) -> new NDList(in.get(0).reshape(in.get(0).getShape())),
          0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void projection(Dtype dtype) {
    Kernel kernel =
        Kernel.load(ClipProjection.class, "clip_projection", Map.of("dtype", dtype.code()));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        NDList inputs = new NDList(Tensors.normal(scope, random, 1, 2, 3, 8));
        inputs.add(Tensors.normal(scope, random, 0.3, 5, 8));
        Twin.assertSame(
            "clip_projection, seed " + seed,
            inputs,
            (s, in) -> kernel.apply(s, in.subList(1, 2), in.get(0)),
            (s, in) -> new NDList(Naive.linear(in.get(0), in.get(1))),
            dtype == Dtype.FP32 ? 1e-5 : 0.05);
      }
    }
  }

  @Test
  void unitVectors() {
    for (long seed = 1; seed <= 3; seed++) {
      try (NDManager scope = Torch.scope()) {
        NDList inputs = new NDList(Tensors.normal(scope, new SplittableRandom(seed), 3, 2, 3, 8));
        Twin.assertSame(
            "unit_vectors, seed " + seed,
            inputs,
            (s, in) -> new NDList(ClipProjection.unit(s, in.get(0))),
            (s, in) -> {
              NDArray x = in.get(0);
              return new NDList(x.div(x.square().sum(new int[] {-1}, true).sqrt()));
            },
            1e-5);
      }
    }
  }

  @Test
  void layerNorm() {
    Kernel kernel = Kernel.load(LayerNorm.class, "layer_norm", Map.of("eps", EPS, "width", 8));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        NDList inputs = new NDList(Tensors.normal(scope, random, 2, 2, 3, 8));
        norm(inputs, scope, random, 8);
        Twin.assertSame(
            "layer_norm, seed " + seed,
            inputs,
            (s, in) -> kernel.apply(s, in.subList(1, 3), in.get(0)),
            (s, in) -> new NDList(Naive.layerNorm(in.get(0), in.get(1), in.get(2), EPS)),
            1e-5);
      }
    }
  }

  @Test
  void selectRows() {
    Kernel kernel = Kernel.load(ClipTextEncoder.class, "select_rows", Map.of());
    long[] rows = {4, 0, 4, 5};
    try (NDManager scope = Torch.scope()) {
      NDList inputs = new NDList(Tensors.normal(scope, new SplittableRandom(5), 1, 2, 3, 4));
      Twin.assertSame(
          "select_rows",
          inputs,
          (s, in) -> new NDList(kernel.apply(s, in.get(0), Torch.longs(s, rows, 4))),
          (s, in) -> new NDList(Naive.oneHot(s, rows, 6).matMul(in.get(0).reshape(6, 4))),
          1e-6);
    }
  }
}
