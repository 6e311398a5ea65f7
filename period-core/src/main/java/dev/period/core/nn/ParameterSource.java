package dev.period.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import java.util.function.Function;

/** Where parameters come from: a checkpoint, or a fresh initialisation. */
@FunctionalInterface
public interface ParameterSource {
  /**
   * The values of one parameter in single precision, row-major.
   *
   * @throws dev.period.core.PeriodException when a checkpoint lacks it or has another shape
   */
  float[] values(String name, Init init, long[] shape);

  /**
   * One parameter as a tensor. Sources that hold tensors already give them without a detour through
   * the Java heap.
   *
   * @param memory what the tensor belongs to, and the device it lies on
   * @param dtype element type of the tensor
   * @throws dev.period.core.PeriodException when a checkpoint lacks it, has another shape, or holds
   *     values that are not finite or do not fit {@code dtype}
   */
  default NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
    NDArray single = Torch.floats(memory, values(name, init, shape), shape);
    if (dtype == Dtype.FP32) {
      return single;
    }
    try (single) {
      return RawTensors.convert(memory, single, dtype);
    }
  }

  /** A source that asks another one, chosen by the parameter's name. */
  static ParameterSource choosing(Function<String, ParameterSource> choice) {
    return new ParameterSource() {
      @Override
      public float[] values(String name, Init init, long[] shape) {
        return choice.apply(name).values(name, init, shape);
      }

      @Override
      public NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
        return choice.apply(name).tensor(memory, dtype, name, init, shape);
      }
    };
  }

  /** Fresh values, reproducible by seed and name alone. */
  static ParameterSource fresh(long seed) {
    return (name, init, shape) -> {
      long size = 1;
      for (long n : shape) {
        size = Math.multiplyExact(size, n);
      }
      long nameSeed = seed;
      for (int i = 0; i < name.length(); i++) {
        nameSeed = nameSeed * 0x9E3779B97F4A7C15L + name.charAt(i);
      }
      return init.values(Math.toIntExact(size), nameSeed);
    };
  }
}
