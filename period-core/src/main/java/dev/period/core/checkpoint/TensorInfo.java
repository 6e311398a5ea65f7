package dev.period.core.checkpoint;

import java.util.Arrays;

/**
 * Where one tensor of a safetensors file lies.
 *
 * @param name the tensor's name, as on disk
 * @param dtype element type
 * @param shape sizes, outermost first; empty for a scalar
 * @param offset first byte, counted from the start of the file (not of the data section)
 * @param bytes length; always {@code dtype.bytes(shape)}
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record TensorInfo(
    String name, SafetensorsType dtype, long[] shape, long offset, long bytes) {
  /** Copies the shape. */
  public TensorInfo {
    shape = shape.clone();
  }

  /** A copy of the shape. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public long elements() {
    return bytes / dtype.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorInfo that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && offset == that.offset
        && bytes == that.bytes;
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Long.hashCode(offset);
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape) + " @" + offset;
  }
}
