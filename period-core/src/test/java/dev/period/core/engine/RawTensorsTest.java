package dev.period.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.engine.RawTensors.Defect;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RawTensorsTest {
  @ParameterizedTest
  @EnumSource(Dtype.class)
  void writingIntoTheMemoryOfATensor(Dtype dtype) {
    try (NDManager scope = Torch.scope()) {
      NDArray tensor = RawTensors.empty(scope, dtype, 3, 2);
      assertEquals(new ai.djl.ndarray.types.Shape(3, 2), tensor.getShape());
      int bytes = dtype == Dtype.FP32 ? 4 : 2;
      ByteBuffer all = RawTensors.memory(tensor, 0, 6);
      assertEquals(6 * bytes, all.remaining());
      while (all.hasRemaining()) {
        all.put((byte) 0);
      }
      ByteBuffer middle = RawTensors.memory(tensor, 2, 1);
      assertEquals(bytes, middle.remaining());
      switch (dtype) {
        case FP32 -> middle.putFloat(1);
        case BF16 -> middle.putShort((short) 0x3f80);
        case FP16 -> middle.putShort((short) 0x3c00);
      }
      assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0}, RawTensors.toFloats(tensor));
    }
  }

  /** What belongs to a scope outlives the scope of what it was made from. */
  @Test
  void convertedTensorsBelongToTheScopeGiven() {
    try (NDManager outer = Torch.scope()) {
      NDArray same;
      NDArray narrow;
      try (NDManager inner = Torch.scope()) {
        NDArray ones = Torch.floats(inner, new float[] {1, 2.5f}, 2);
        same = RawTensors.convert(outer, ones, Dtype.FP32);
        narrow = RawTensors.convert(outer, ones, Dtype.BF16);
      }
      assertArrayEquals(new float[] {1, 2.5f}, same.toFloatArray());
      assertArrayEquals(new float[] {1, 2.5f}, RawTensors.toFloats(narrow));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, NONE",
    "1, NaN, NAN",
    "Infinity, 1, INFINITY",
    "Infinity, -Infinity, INFINITY",
    "-Infinity, NaN, NAN",
    "3e38, 3e38, NONE"
  })
  void defects(float first, float second, Defect defect) {
    try (NDManager scope = Torch.scope()) {
      assertEquals(defect, RawTensors.defect(Torch.floats(scope, new float[] {first, second}, 2)));
    }
  }

  /** The packed product is oneDNN's, the plain one torch.linear's. */
  @ParameterizedTest
  @CsvSource({
    "1, 16, 32, false",
    "1, 100, 70, true",
    "2, 24, 40, false",
    "3, 20, 50, true",
    "4, 8, 8, true",
    "5, 33, 17, true",
    "64, 128, 256, false"
  })
  void packedMatrices(int rows, int in, int out, boolean biased) {
    assumeTrue(PackedLinear.available(), "this build of libtorch cannot pack");
    SplittableRandom random = new SplittableRandom(rows);
    String bias = biased ? "torch.to(w[1], 15)" : "None";
    Kernel plain =
        Kernel.load(
            RawTensorsTest.class, "product", Map.of("linear", "torch.linear", "bias", bias));
    Kernel packed =
        Kernel.load(
            RawTensorsTest.class, "product", Map.of("linear", PackedLinear.FUNCTION, "bias", bias));
    try (NDManager scope = Torch.scope()) {
      NDArray x = Tensors.normal(scope, random, 1, rows, in);
      NDArray b = Tensors.normal(scope, random, 1, out);
      NDArray w = RawTensors.convert(scope, Tensors.normal(scope, random, 1, out, in), Dtype.BF16);
      NDArray w2 = PackedLinear.pack(scope, w);
      assertEquals(w.getShape(), w2.getShape());
      Tensors.assertClose(
          "product",
          plain.apply(scope, java.util.List.of(w, b), x).singletonOrThrow(),
          packed.apply(scope, java.util.List.of(w2, b), x).singletonOrThrow(),
          0.01);
    }
  }
}
