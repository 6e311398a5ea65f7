package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.TensorStream;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A parameter written as it is kept, without a detour through the Java heap: a frozen 7B model in
 * bf16 takes no memory to be saved.
 *
 * @param array the values, on any device
 * @param kept their type, which DJL cannot tell
 */
record StoredTensor(NDArray array, Dtype kept) implements TensorStream {
  private static final long WINDOW = 8L << 20;

  @Override
  public SafetensorsType dtype() {
    return switch (kept) {
      case FP32 -> SafetensorsType.F32;
      case BF16 -> SafetensorsType.BF16;
      case FP16 -> SafetensorsType.F16;
    };
  }

  @Override
  public long[] shape() {
    return array.getShape().getShape();
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    try (NDManager scope = Torch.scope(Device.cpu())) {
      NDArray here = array.getDevice().isGpu() ? RawTensors.convert(scope, array, kept) : array;
      long elements = array.size();
      for (long from = 0; from < elements; from += WINDOW) {
        ByteBuffer bytes = RawTensors.memory(here, from, Math.min(WINDOW, elements - from));
        while (bytes.hasRemaining()) {
          target.write(bytes);
        }
      }
    }
  }
}
