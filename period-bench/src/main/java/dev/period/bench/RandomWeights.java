package dev.period.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.checkpoint.HalfPrecision;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Weights of any size in a moment: one megabyte of normal numbers again and again. The speed of a
 * dense product does not depend on the values.
 */
final class RandomWeights implements ParameterSource {
  private static final int BLOCK = 1 << 19;

  @Override
  public float[] values(String name, Init init, long[] shape) {
    try (NDManager scope = dev.period.core.engine.Torch.scope()) {
      return RawTensors.toFloats(tensor(scope, Dtype.FP32, name, init, shape));
    }
  }

  @Override
  public NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
    NDArray tensor = RawTensors.empty(memory, dtype, shape);
    int width = dtype == Dtype.FP32 ? Float.BYTES : Short.BYTES;
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK * width).order(ByteOrder.nativeOrder());
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < BLOCK; i++) {
      float value = init.mean() + init.deviation() * (float) random.nextGaussian();
      switch (dtype) {
        case FP32 -> block.putFloat(value);
        case BF16 -> block.putShort(HalfPrecision.toBf16(value));
        case FP16 -> throw new IllegalArgumentException("no benchmark needs FP16");
      }
    }
    for (long from = 0; from < tensor.size(); from += BLOCK) {
      int elements = (int) Math.min(BLOCK, tensor.size() - from);
      RawTensors.memory(tensor, from, elements).put(block.slice(0, elements * width));
    }
    return tensor;
  }
}
