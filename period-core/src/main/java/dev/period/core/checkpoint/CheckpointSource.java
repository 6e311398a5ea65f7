package dev.period.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.RawTensors.Defect;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Parameters out of safetensors files. A tensor is read straight into the memory where it stays, in
 * windows that several threads fill; only one tensor at a time exists in more than one type or on
 * more than one device.
 *
 * <p>Files are copied, not mapped: a mapped file that somebody cuts off kills the process.
 */
public final class CheckpointSource implements ParameterSource {
  /** Large enough that a call costs little, small enough to stay in the processor's cache. */
  private static final long WINDOW = 2L << 20;

  private final WeightsFolder weights;
  private final String label;
  private final UnaryOperator<String> nameInFile;

  /**
   * A source that reads while {@code weights} is open.
   *
   * @param label what errors call the checkpoint, usually its folder
   * @param nameInFile the tensor on disk that holds a parameter
   */
  public CheckpointSource(WeightsFolder weights, String label, UnaryOperator<String> nameInFile) {
    this.weights = weights;
    this.label = label;
    this.nameInFile = nameInFile;
  }

  @Override
  public float[] values(String name, Init init, long[] shape) {
    try (NDManager scope = Torch.scope()) {
      return tensor(scope, Dtype.FP32, name, init, shape).toFloatArray();
    }
  }

  @Override
  public NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
    TensorInfo info = check(name, shape);
    try (NDManager scope = Torch.scope()) {
      NDArray onDisk = RawTensors.empty(scope, dtype(info), shape);
      Defect defect = read(info, onDisk);
      if (defect != Defect.NONE) {
        throw broken(info.name(), "holds " + defect.words() + ": the file is broken");
      }
      NDArray tensor = RawTensors.convert(memory, onDisk, dtype);
      if (dtype != dtype(info) && RawTensors.defect(tensor) != Defect.NONE) {
        tensor.close();
        throw broken(
            info.name(), "holds values beyond the range of " + dtype + "; use bf16 or fp32");
      }
      return tensor;
    }
  }

  private TensorInfo check(String name, long[] shape) {
    String key = nameInFile.apply(name);
    if (!weights.names().contains(key)) {
      throw new PeriodException(Kind.MODEL, label + " lacks the tensor " + key);
    }
    TensorInfo info = weights.info(key);
    if (!Arrays.equals(info.shape(), shape)) {
      throw broken(
          key,
          "has shape "
              + Arrays.toString(info.shape())
              + " but its config.json asks for "
              + Arrays.toString(shape));
    }
    return info;
  }

  private Dtype dtype(TensorInfo info) {
    return switch (info.dtype()) {
      case F32 -> Dtype.FP32;
      case F16 -> Dtype.FP16;
      case BF16 -> Dtype.BF16;
      default -> throw broken(info.name(), "is " + info.dtype() + "; F32, F16 or BF16 is needed");
    };
  }

  /** Fills {@code target} and says what is wrong with its values, looking while they are cached. */
  private Defect read(TensorInfo info, NDArray target) {
    long step = WINDOW / info.dtype().bytes();
    long windows = (info.elements() + step - 1) / step;
    return LongStream.range(0, windows)
        .parallel()
        .mapToObj(
            i -> {
              long from = i * step;
              long elements = Math.min(step, info.elements() - from);
              ByteBuffer memory = RawTensors.memory(target, from, elements);
              weights.file(info.name()).read(info.name(), from * info.dtype().bytes(), memory);
              return RawTensors.defect(target, from, elements);
            })
        .reduce(Defect.NONE, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  private PeriodException broken(String tensor, String what) {
    return new PeriodException(Kind.MODEL, "tensor " + tensor + " of " + label + " " + what);
  }
}
