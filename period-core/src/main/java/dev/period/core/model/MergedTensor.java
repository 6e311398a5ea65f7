package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.TensorInfo;
import dev.period.core.checkpoint.TensorStream;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import dev.period.core.nn.Lora;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Map;

/**
 * A matrix with its adapter added to it, {@code W + scale B A}: computed in single precision, and
 * rounded to the type of W.
 */
public final class MergedTensor implements TensorStream {
  private final ModelTensors tensors;
  private final AdapterFolder adapters;
  private final String module;
  private final TensorInfo info;

  /**
   * The matrix of a linear map; computed when it is written.
   *
   * @param module name of the matrix without {@code .weight}
   */
  public MergedTensor(ModelTensors tensors, AdapterFolder adapters, String module) {
    this.tensors = tensors;
    this.adapters = adapters;
    this.module = module;
    this.info = tensors.info(module + ".weight");
  }

  @Override
  public SafetensorsType dtype() {
    return info.dtype();
  }

  @Override
  public long[] shape() {
    return info.shape();
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    Dtype kept =
        switch (info.dtype()) {
          case BF16 -> Dtype.BF16;
          case F16 -> Dtype.FP16;
          default -> Dtype.FP32;
        };
    try (NDManager scope = Torch.scope()) {
      NDArray weight =
          tensors
              .parameters()
              .tensor(scope, Dtype.FP32, module + ".weight", Init.ZEROS, info.shape());
      NDArray merged =
          Kernel.load(MergedTensor.class, "lora_merge", Map.of())
              .run(
                  scope,
                  weight,
                  adapters.floats(scope, Lora.a(module)),
                  adapters.floats(scope, Lora.b(module)),
                  adapters.lora().scale());
      new StoredTensor(RawTensors.convert(scope, merged, kept), kept).writeTo(target);
    }
  }
}
