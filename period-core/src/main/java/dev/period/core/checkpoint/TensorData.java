package dev.period.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * One tensor to be written: its type, its shape and its raw little-endian bytes.
 *
 * @param dtype element type
 * @param shape sizes, outermost first; empty for a scalar
 * @param bytes the elements in row-major order, from position to limit; neither is moved
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record TensorData(SafetensorsType dtype, long[] shape, ByteBuffer bytes)
    implements TensorStream {
  /**
   * Checks that the buffer holds exactly the elements of the shape.
   *
   * @throws IllegalArgumentException when it does not
   */
  public TensorData {
    shape = shape.clone();
    bytes = bytes.slice().asReadOnlyBuffer();
    if (bytes.remaining() != dtype.bytes(shape)) {
      throw new IllegalArgumentException(
          bytes.remaining() + " bytes given where the shape needs " + dtype.bytes(shape));
    }
  }

  /** An F32 tensor with a copy of the given values. */
  public static TensorData of(float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    FloatBuffer floats = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    floats.put(values);
    return new TensorData(SafetensorsType.F32, shape, bytes);
  }

  /** A U8 tensor of the given bytes, which are not copied. */
  public static TensorData of(byte[] values, long... shape) {
    return new TensorData(SafetensorsType.U8, shape, ByteBuffer.wrap(values));
  }

  /** An F64 tensor with a copy of the given values. */
  public static TensorData of(double[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    return new TensorData(SafetensorsType.F64, shape, bytes);
  }

  /**
   * A copy of the values of an F32 tensor.
   *
   * @throws IllegalStateException for another type
   */
  public float[] floats() {
    require(SafetensorsType.F32);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes().asFloatBuffer().get(values);
    return values;
  }

  /**
   * A copy of the values of an F64 tensor.
   *
   * @throws IllegalStateException for another type
   */
  public double[] doubles() {
    require(SafetensorsType.F64);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes().asDoubleBuffer().get(values);
    return values;
  }

  /**
   * A copy of the values of a U8 tensor.
   *
   * @throws IllegalStateException for another type
   */
  public byte[] unsignedBytes() {
    require(SafetensorsType.U8);
    byte[] values = new byte[bytes.remaining()];
    bytes().get(values);
    return values;
  }

  private void require(SafetensorsType type) {
    if (dtype != type) {
      throw new IllegalStateException("a tensor of type " + dtype + " holds no " + type);
    }
  }

  /** A copy of the shape. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** A read-only, little-endian view with a position of its own. */
  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    ByteBuffer rest = bytes();
    while (rest.hasRemaining()) {
      target.write(rest);
    }
  }
}
