package dev.period.core.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tensors of any {@link Dtype}, bf16 included, which DJL's own calls cannot create, convert or
 * read.
 */
public final class RawTensors {
  /** What is wrong with the values of a tensor. */
  public enum Defect {
    /** Every value is a finite number. */
    NONE("only numbers"),
    /** There is an infinity, but no NaN. */
    INFINITY("an infinity"),
    /** There is a NaN. */
    NAN("NaN");

    private final String words;

    Defect(String words) {
      this.words = words;
    }

    /** What a tensor with this defect holds. */
    public String words() {
      return words;
    }
  }

  private RawTensors() {}

  /** A new tensor on the device of {@code scope}; its values are whatever was in memory. */
  public static NDArray empty(NDManager scope, Dtype dtype, long... shape) {
    Kernel kernel = Kernel.load(RawTensors.class, "empty_like", Map.of("dtype", dtype.code()));
    try (NDArray template = scope.create(new Shape(shape), DataType.FLOAT16)) {
      return trainable(() -> kernel.apply(scope, template));
    }
  }

  /**
   * {@code array} as {@code dtype} on the device of {@code scope}; shares its memory when it is
   * that already.
   */
  public static NDArray convert(NDManager scope, NDArray array, Dtype dtype) {
    Kernel kernel = conversion(scope.getDevice(), dtype);
    return trainable(() -> kernel.apply(scope, array));
  }

  private static Kernel conversion(Device device, Dtype dtype) {
    String name = device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    return Kernel.load(RawTensors.class, "convert", Map.of("dtype", dtype.code(), "device", name));
  }

  /** What libtorch makes without recording can never take part in training. */
  private static NDArray trainable(Supplier<NDArray> work) {
    return Autograd.record(work);
  }

  /**
   * The memory of some elements of a contiguous tensor on the CPU. Whoever uses the buffer must
   * keep {@code array} open: afterwards it points into memory of somebody else.
   *
   * @param from first element, in row-major order
   * @param elements how many; the buffer must stay under 2 GiB
   */
  public static ByteBuffer memory(NDArray array, long from, long elements) {
    try (NDManager scope = Torch.scope()) {
      return window(scope, array, from, elements).toByteBuffer(true).order(ByteOrder.nativeOrder());
    }
  }

  private static NDArray window(NDManager scope, NDArray array, long from, long elements) {
    return Kernel.load(RawTensors.class, "window", Map.of())
        .run(scope, array, from, from + elements);
  }

  /** {@code array} itself if it is on the CPU, else a copy there that belongs to {@code scope}. */
  public static NDArray onCpu(NDManager scope, NDArray array) {
    if (!array.getDevice().isGpu()) {
      return array;
    }
    NDArray copy = array.toDevice(Device.cpu(), true);
    copy.attach(scope);
    return copy;
  }

  /** Writes the values of {@code from} into {@code to}, which may be on another device. */
  public static void copy(NDArray to, NDArray from) {
    try (NDManager scope = Torch.scope(to.getDevice())) {
      Kernel.load(RawTensors.class, "copy", Map.of()).run(scope, to, from);
    }
  }

  /** The values, widened to single precision. */
  public static float[] toFloats(NDArray array) {
    try (NDManager scope = Torch.scope()) {
      return conversion(Device.cpu(), Dtype.FP32).run(scope, array).toFloatArray();
    }
  }

  /** Looks for NaN and infinities; one pass over sound values. */
  public static Defect defect(NDArray array) {
    return defect(array, 0, array.size());
  }

  /**
   * Looks for NaN and infinities among some elements of a contiguous tensor, as {@link #memory}.
   */
  public static Defect defect(NDArray array, long from, long elements) {
    try (NDManager scope = Torch.scope()) {
      NDArray window = window(scope, array, from, elements);
      NDArray code = Kernel.load(RawTensors.class, "defect", Map.of()).run(scope, window);
      return Defect.values()[(int) code.getLong()];
    }
  }
}
