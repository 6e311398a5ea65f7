package dev.period.core.clip;

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
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vision tower's kernels against naive twins. */
class ClipKernelsTest {
  private static final double EPS = 1e-5;

  @ParameterizedTest
  @CsvSource({"1, 5, 2, 6, 20, FP32", "3, 4, 4, 3, 16, FP32", "2, 6, 2, 8, 24, BF16"})
  void layer(int b, int t, int heads, int headWidth, int mlp, Dtype dtype) {
    int d = heads * headWidth;
    Kernel kernel =
        Kernel.load(
            ClipVisionEncoder.class,
            "clip_layer",
            Map.of(
                "eps", EPS,
                "dtype", dtype.code(),
                "heads", heads,
                "head_dim", headWidth,
                "width", d));
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
            (s, in) -> new NDList(naiveLayer(s, in.get(0), weights(in, keyBias), heads)),
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

  private static NDArray naiveLayer(NDManager scope, NDArray x, NDList w, int heads) {
    NDArray h = Naive.layerNorm(x, w.get(0), w.get(1), EPS);
    NDArray a =
        Naive.attention(
            Naive.heads(Naive.linear(h, w.get(2), w.get(3)), heads),
            Naive.heads(Naive.linear(h, w.get(4), w.get(5)), heads),
            Naive.heads(Naive.linear(h, w.get(6), w.get(7)), heads),
            Torch.floats(scope, new float[1], 1, 1, 1, 1));
    NDArray y = x.add(Naive.linear(a, w.get(8), w.get(9)));
    h = Naive.linear(Naive.layerNorm(y, w.get(10), w.get(11), EPS), w.get(12), w.get(13));
    NDArray quickGelu = h.mul(Naive.sigmoid(h.mul(1.702)));
    return y.add(Naive.linear(quickGelu, w.get(14), w.get(15)));
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
}
