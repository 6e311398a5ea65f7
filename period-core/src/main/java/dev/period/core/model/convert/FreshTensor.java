package dev.period.core.model.convert;

import dev.period.core.checkpoint.HalfPrecision;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.model.ParameterShapes.Asked;
import dev.period.core.nn.ParameterSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A parameter that no source has, with the values of a fresh model. */
final class FreshTensor {
  private static final long SEED = 0;

  private FreshTensor() {}

  /** The parameter in the type of the tensors that it will lie among. */
  static TensorData of(String name, Asked parameter, SafetensorsType type) {
    float[] values = ParameterSource.fresh(SEED).values(name, parameter.init(), parameter.shape());
    if (type != SafetensorsType.BF16 && type != SafetensorsType.F16) {
      return TensorData.of(values, parameter.shape());
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Short.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(
          type == SafetensorsType.BF16 ? HalfPrecision.toBf16(value) : HalfPrecision.toF16(value));
    }
    return new TensorData(type, parameter.shape(), bytes.flip());
  }
}
