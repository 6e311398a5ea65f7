package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The decoder's kernels against naive twins. */
class LlamaKernelsTest {
  private static final double EPS = 1e-5;
  private static final String[] BIASES = {
    "q_bias", "k_bias", "v_bias", "o_bias", "gate_bias", "up_bias", "down_bias"
  };

  /** The variables that hold what the projections give, in the order of their biases. */
  private static final String[] RESULTS = {"q", "k", "v", "o", "g", "u", "d"};

  static double tolerance(Dtype dtype) {
    return dtype == Dtype.FP32 ? 1e-5 : 0.05;
  }

  @ParameterizedTest
  @CsvSource({
    // batch, tokens, past, heads, key-value heads, head width, mlp
    "1, 5, 0, 4, 4, 6, 20, FP32",
    "2, 3, 4, 4, 4, 6, 20, FP32",
    "2, 6, 0, 4, 2, 4, 12, FP32",
    "3, 1, 7, 6, 2, 4, 12, FP32",
    "1, 4, 2, 3, 1, 8, 16, FP32",
    "2, 5, 0, 4, 4, 8, 24, BF16",
    "2, 3, 4, 4, 2, 8, 24, BF16",
  })
  void layer(int b, int t, int past, int heads, int kv, int width, int mlp, Dtype dtype) {
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int d = heads * width;
      try (NDManager scope = Torch.scope()) {
        NDArray cos = Tensors.normal(scope, random, 1, b, 1, t, width / 2).cos();
        NDArray sin = Tensors.normal(scope, random, 1, b, 1, t, width / 2).sin();
        NDArray mask = mask(scope, random, b, t, past + t);
        NDList inputs = new NDList(Tensors.normal(scope, random, 1, b, t, d));
        inputs.add(Tensors.normal(scope, random, 1, b, kv, past, width));
        inputs.add(Tensors.normal(scope, random, 1, b, kv, past, width));
        double small = 1 / Math.sqrt(d);
        inputs.add(Tensors.normal(scope, random, 0.5, d).add(1));
        inputs.add(Tensors.normal(scope, random, small, d, d));
        inputs.add(Tensors.normal(scope, random, small, (long) kv * width, d));
        inputs.add(Tensors.normal(scope, random, small, (long) kv * width, d));
        inputs.add(Tensors.normal(scope, random, small, d, d));
        inputs.add(Tensors.normal(scope, random, 0.5, d).add(1));
        inputs.add(Tensors.normal(scope, random, small, mlp, d));
        inputs.add(Tensors.normal(scope, random, small, mlp, d));
        inputs.add(Tensors.normal(scope, random, small, d, mlp));
        Kernel kernel = layerKernel(heads, kv, width, dtype);
        boolean streamOnly = dtype != Dtype.FP32; // DJL cannot read the 16-bit keys and values
        Twin.assertSame(
            "llama_layer, seed " + seed,
            inputs,
            (s, in) -> {
              NDList results =
                  kernel.apply(
                      s, in.subList(3, 12), in.get(0), cos, sin, mask, in.get(1), in.get(2));
              return streamOnly ? new NDList(results.get(0)) : results;
            },
            (s, in) -> {
              NDList results = naiveLayer(in, cos, sin, mask, heads, kv);
              return streamOnly ? new NDList(results.get(0)) : results;
            },
            tolerance(dtype));
      }
    }
  }

  private static Kernel layerKernel(int heads, int kv, int width, Dtype dtype) {
    return Kernel.load(
        LlamaLayer.class, "llama_layer", constants(heads, kv, width, dtype, BIASES.length));
  }

  /** Constants of a kernel with biases from weight 9 on, {@code without} of them left out. */
  private static Map<String, Object> constants(
      int heads, int kv, int width, Dtype dtype, int without) {
    Map<String, Object> constants = new HashMap<>();
    for (int i = 0; i < BIASES.length; i++) {
      boolean present = i < BIASES.length - without;
      constants.put(
          BIASES[i], present ? "torch.to(w[" + (9 + i) + "], " + dtype.code() + ")" : "None");
    }
    for (String result : RESULTS) {
      constants.put(result + "_lora", "");
    }
    constants.put("linear", "torch.linear");
    constants.put("sum_types", "");
    constants.put("token_sums", "");
    constants.put("eps", EPS);
    constants.put("dtype", dtype.code());
    constants.put("heads", heads);
    constants.put("kv_heads", kv);
    constants.put("head_dim", width);
    constants.put("half_dim", width / 2);
    constants.put("attention_width", heads * width);
    return constants;
  }

  /** Heads that are wider together than the stream, and a bias on every projection. */
  @Test
  void layerWithBiases() {
    int b = 2;
    int t = 3;
    int heads = 4;
    int kv = 2;
    int width = 6;
    int d = 10;
    int mlp = 14;
    SplittableRandom random = new SplittableRandom(5);
    try (NDManager scope = Torch.scope()) {
      NDArray cos = Tensors.normal(scope, random, 1, b, 1, t, width / 2).cos();
      NDArray sin = Tensors.normal(scope, random, 1, b, 1, t, width / 2).sin();
      NDArray mask = mask(scope, random, b, t, t);
      NDList inputs = new NDList(Tensors.normal(scope, random, 1, b, t, d));
      inputs.add(Torch.floats(scope, new float[0], b, kv, 0, width));
      inputs.add(Torch.floats(scope, new float[0], b, kv, 0, width));
      int[][] shapes = {
        {d},
        {heads * width, d},
        {kv * width, d},
        {kv * width, d},
        {d, heads * width},
        {d},
        {mlp, d},
        {mlp, d},
        {d, mlp},
        {heads * width},
        {kv * width},
        {kv * width},
        {d},
        {mlp},
        {mlp},
        {d}
      };
      for (int[] shape : shapes) {
        long[] sizes = Arrays.stream(shape).asLongStream().toArray();
        inputs.add(Tensors.normal(scope, random, 0.4, sizes));
      }
      Kernel kernel =
          Kernel.load(LlamaLayer.class, "llama_layer", constants(heads, kv, width, Dtype.FP32, 0));
      Twin.assertSame(
          "llama_layer with biases",
          inputs,
          (s, in) ->
              kernel.apply(s, in.subList(3, 19), in.get(0), cos, sin, mask, in.get(1), in.get(2)),
          (s, in) -> naiveLayer(in, cos, sin, mask, heads, kv),
          1e-5);
    }
  }

  /** Adapters on all projections against adapters that are one matrix. */
  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void layerWithAdapters(Dtype dtype) {
    int heads = 4;
    int kv = 2;
    int width = 6;
    int d = heads * width;
    int mlp = 20;
    int rank = 3;
    double scale = 1.5;
    String[] inputs = {"h", "h", "h", "a", "m", "m", "s"};
    Map<String, Object> constants = constants(heads, kv, width, dtype, BIASES.length);
    for (int i = 0; i < RESULTS.length; i++) {
      String y = RESULTS[i];
      constants.put(
          y + "_lora",
          "%s = torch.add(%s, (self).lora(%s, w[%d], w[%d], %s, 0.0, %d))"
              .formatted(y, y, inputs[i], 9 + 2 * i, 10 + 2 * i, scale, dtype.code()));
    }
    Kernel kernel = Kernel.load(LlamaLayer.class, "llama_layer", constants);
    SplittableRandom random = new SplittableRandom(8);
    try (NDManager scope = Torch.scope()) {
      NDArray cos = Tensors.normal(scope, random, 1, 2, 1, 5, width / 2).cos();
      NDArray sin = Tensors.normal(scope, random, 1, 2, 1, 5, width / 2).sin();
      NDArray mask = mask(scope, random, 2, 5, 5);
      NDList in = new NDList(Tensors.normal(scope, random, 1, 2, 5, d));
      in.add(Torch.floats(scope, new float[0], 2, kv, 0, width));
      in.add(Torch.floats(scope, new float[0], 2, kv, 0, width));
      int[][] shapes = {
        {d, d}, {kv * width, d}, {kv * width, d}, {d, d}, {mlp, d}, {mlp, d}, {d, mlp}
      };
      NDList adapters = new NDList();
      for (int i = 0; i < shapes.length; i++) {
        if (i == 0 || i == 4) {
          in.add(Tensors.normal(scope, random, 0.5, d).add(1));
        }
        in.add(Tensors.normal(scope, random, 0.2, shapes[i][0], shapes[i][1]));
        adapters.add(Tensors.normal(scope, random, 0.2, rank, shapes[i][1]));
        adapters.add(Tensors.normal(scope, random, 0.2, shapes[i][0], rank));
      }
      in.addAll(adapters);
      Twin.assertSame(
          "llama_layer with adapters",
          in,
          (s, x) ->
              new NDList(
                  kernel
                      .apply(s, x.subList(3, 26), x.get(0), cos, sin, mask, x.get(1), x.get(2))
                      .get(0)),
          (s, x) -> {
            NDList merged = new NDList(x.subList(0, 12));
            int[] places = {4, 5, 6, 7, 9, 10, 11};
            for (int i = 0; i < places.length; i++) {
              NDArray change = Naive.times(x.get(13 + 2 * i).matMul(x.get(12 + 2 * i)), scale);
              merged.set(places[i], x.get(places[i]).add(change));
            }
            return new NDList(naiveLayer(merged, cos, sin, mask, heads, kv).get(0));
          },
          tolerance(dtype));
    }
  }

  /** Without gradients keys and values are written into a buffer with room for them. */
  @ParameterizedTest
  @CsvSource({"1, 0, 8", "3, 4, 7", "2, 5, 20"})
  void layerThatWritesIntoItsCache(int t, int past, int capacity) {
    int heads = 4;
    int width = 6;
    int d = heads * width;
    SplittableRandom random = new SplittableRandom(past);
    try (NDManager scope = Torch.scope()) {
      NDArray cos = Tensors.normal(scope, random, 1, 2, 1, t, width / 2).cos();
      NDArray sin = Tensors.normal(scope, random, 1, 2, 1, t, width / 2).sin();
      NDArray mask = mask(scope, random, 2, t, past + t);
      NDList in = new NDList(Tensors.normal(scope, random, 1, 2, t, d));
      in.add(Tensors.normal(scope, random, 1, 2, heads, past, width));
      in.add(Tensors.normal(scope, random, 1, 2, heads, past, width));
      in.add(Tensors.normal(scope, random, 0.5, d).add(1));
      for (int i = 0; i < 4; i++) {
        in.add(Tensors.normal(scope, random, 0.2, d, d));
      }
      in.add(Tensors.normal(scope, random, 0.5, d).add(1));
      in.add(Tensors.normal(scope, random, 0.2, 20, d));
      in.add(Tensors.normal(scope, random, 0.2, 20, d));
      in.add(Tensors.normal(scope, random, 0.2, d, 20));
      NDArray keys = withRoom(scope, in.get(1), capacity);
      NDArray values = withRoom(scope, in.get(2), capacity);
      NDList results =
          layerKernel(heads, heads, width, Dtype.FP32)
              .apply(scope, in.subList(3, 12), in.get(0), cos, sin, mask, keys, values);
      NDList expected = naiveLayer(in, cos, sin, mask, heads, heads);
      for (int i = 0; i < 3; i++) {
        Tensors.assertClose("result " + i, expected.get(i), results.get(i), 1e-5);
      }
      Tensors.assertClose("the buffer", expected.get(1), keys.get(":, :, :{}", past + t), 1e-5);
      Tensors.assertIdentical(
          "the rest of it",
          scope.full(new Shape(2, heads, capacity - past - t, width), Float.NaN),
          keys.get(":, :, {}:", past + t));
    }
  }

  private static NDArray withRoom(NDManager scope, NDArray held, int capacity) {
    Shape shape = held.getShape();
    NDArray rest =
        scope.full(
            new Shape(shape.get(0), shape.get(1), capacity - shape.get(2), shape.get(3)),
            Float.NaN);
    return NDArrays.concat(new NDList(held, rest), 2);
  }

  /** Random scores to add, about a third of them closed; a token always sees itself. */
  private static NDArray mask(NDManager scope, SplittableRandom random, int b, int t, int keys) {
    float[] mask = Tensors.normal(random, b * t * keys, 1);
    for (int i = 0; i < mask.length; i++) {
      boolean self = i % keys == keys - t + i / keys % t;
      mask[i] = !self && random.nextInt(3) == 0 ? Float.NEGATIVE_INFINITY : mask[i];
    }
    return Torch.floats(scope, mask, b, 1, t, keys);
  }

  private static NDList naiveLayer(
      NDList in, NDArray cos, NDArray sin, NDArray mask, int heads, int kv) {
    NDArray x = in.get(0);
    NDArray h = Naive.rmsNorm(x, in.get(3), EPS);
    NDArray q = rotate(Naive.heads(linear(h, in, 4, 0), heads), cos, sin);
    NDArray k = rotate(Naive.heads(linear(h, in, 5, 1), kv), cos, sin);
    NDArray v = Naive.heads(linear(h, in, 6, 2), kv);
    k = NDArrays.concat(new NDList(in.get(1), k), 2);
    v = NDArrays.concat(new NDList(in.get(2), v), 2);
    NDArray a = Naive.attention(q, k.repeat(1, heads / kv), v.repeat(1, heads / kv), mask);
    NDArray y = x.add(linear(a, in, 7, 3));
    h = Naive.rmsNorm(y, in.get(8), EPS);
    NDArray gated = Naive.silu(linear(h, in, 9, 4)).mul(linear(h, in, 10, 5));
    return new NDList(y.add(linear(gated, in, 11, 6)), k, v);
  }

  private static NDArray linear(NDArray x, NDList in, int weight, int bias) {
    NDArray product = Naive.linear(x, in.get(weight));
    return in.size() > 12 ? product.add(in.get(12 + bias)) : product;
  }

  /** Turns the pair (i, i + half) by the angle i. */
  private static NDArray rotate(NDArray x, NDArray cos, NDArray sin) {
    long half = x.getShape().get(3) / 2;
    NDArray first = x.get(":, :, :, :{}", half);
    NDArray second = x.get(":, :, :, {}:", half);
    return NDArrays.concat(
        new NDList(first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin))), 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void head(Dtype dtype) {
    Kernel kernel =
        Kernel.load(
            LlamaDecoder.class,
            "lm_head",
            Map.of("linear", "torch.linear", "eps", EPS, "dtype", dtype.code()));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        NDList inputs =
            new NDList(
                Tensors.normal(scope, random, 2, seed * 2, 12),
                Tensors.normal(scope, random, 0.5, 12).add(1),
                Tensors.normal(scope, random, 0.3, 30, 12));
        Twin.assertSame(
            "lm_head, seed " + seed,
            inputs,
            (s, in) -> kernel.apply(s, in.subList(1, 3), in.get(0)),
            (s, in) ->
                new NDList(Naive.linear(Naive.rmsNorm(in.get(0), in.get(1), EPS), in.get(2))),
            tolerance(dtype));
      }
    }
  }

  @Test
  void embedding() {
    Kernel kernel = Kernel.load(LlamaDecoder.class, "embed", Map.of());
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      // ids repeat: their gradients add up
      long[] ids = random.longs(12, 0, 7).toArray();
      try (NDManager scope = Torch.scope()) {
        Twin.assertSame(
            "embed, seed " + seed,
            new NDList(Tensors.normal(scope, random, 1, 7, 5)),
            (s, in) -> kernel.apply(s, in, Torch.longs(s, ids, 3, 4)),
            (s, in) -> new NDList(Naive.oneHot(s, ids, 7).matMul(in.get(0)).reshape(3, 4, 5)),
            1e-5);
      }
    }
  }

  @Test
  void rotaryTable() {
    float[] frequencies = new LlamaConfig(9, 48, 9, 1, 4, 4, 1e-6, 10000, true).rotaryFrequencies();
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] positions = Tensors.normal(random, 2 * 9, 100); // fractional ones too
      float[] cos = new float[positions.length * 6];
      float[] sin = new float[positions.length * 6];
      for (int i = 0; i < cos.length; i++) {
        float angle = positions[i / 6] * frequencies[i % 6];
        cos[i] = (float) Math.cos(angle);
        sin[i] = (float) Math.sin(angle);
      }
      try (NDManager scope = Torch.scope()) {
        NDList table = new RotaryTable(frequencies).of(scope, Torch.floats(scope, positions, 2, 9));
        String what = "rotary_table, seed " + seed;
        Tensors.assertClose(what, Torch.floats(scope, cos, 2, 1, 9, 6), table.get(0), 1e-5);
        Tensors.assertClose(what, Torch.floats(scope, sin, 2, 1, 9, 6), table.get(1), 1e-5);
      }
    }
  }
}
