package dev.period.data.rppg;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The numbers of one array of a MATLAB file, one after the other, the first index growing fastest.
 * Nothing is kept, so that an array may be larger than memory.
 */
final class MatArray {
  private static final int BLOCK = 8192;

  /** How numbers are stored. */
  private enum Type {
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    SINGLE(4),
    DOUBLE(8),
    INT64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    double next(ByteBuffer buffer) {
      return switch (this) {
        case INT8 -> buffer.get();
        case UINT8 -> buffer.get() & 0xFF;
        case INT16 -> buffer.getShort();
        case UINT16 -> buffer.getShort() & 0xFFFF;
        case INT32 -> buffer.getInt();
        case UINT32 -> buffer.getInt() & 0xFFFF_FFFFL;
        case SINGLE -> buffer.getFloat();
        case DOUBLE -> buffer.getDouble();
        case INT64 -> buffer.getLong();
      };
    }
  }

  private final InputStream in;
  private final int[] shape;
  private final boolean bytes;
  private final Type type;
  private final ByteBuffer block;

  /**
   * An array whose numbers come next in {@code in}.
   *
   * @param bytes whether its class is uint8
   * @param code of the type of the numbers as stored, which may be smaller than the class
   */
  MatArray(InputStream in, ByteOrder order, int[] shape, boolean bytes, int code)
      throws IOException {
    this.in = in;
    this.shape = shape;
    this.bytes = bytes;
    this.type =
        switch (code) {
          case 1 -> Type.INT8;
          case 2 -> Type.UINT8;
          case 3 -> Type.INT16;
          case 4 -> Type.UINT16;
          case 5 -> Type.INT32;
          case 6 -> Type.UINT32;
          case 7 -> Type.SINGLE;
          case 9 -> Type.DOUBLE;
          case 12 -> Type.INT64;
          default -> throw new IOException("numbers of type " + code + " are not supported");
        };
    this.block = ByteBuffer.allocate(BLOCK).order(order);
  }

  /** The length of each dimension. */
  int[] shape() {
    return shape.clone();
  }

  /** How many numbers there are. */
  long size() {
    long size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, (long) length);
    }
    return size;
  }

  /** Whether the array is of class uint8, which holds pictures as 0 to 255 and not 0 to 1. */
  boolean isBytes() {
    return bytes;
  }

  int bytesPerNumber() {
    return type.bytes;
  }

  /** Fills {@code numbers} with those that come next. */
  void next(double[] numbers) throws IOException {
    for (int from = 0; from < numbers.length; from += BLOCK / type.bytes) {
      int to = Math.min(numbers.length, from + BLOCK / type.bytes);
      int length = (to - from) * type.bytes;
      if (in.readNBytes(block.array(), 0, length) < length) {
        throw new EOFException();
      }
      block.position(0);
      for (int i = from; i < to; i++) {
        numbers[i] = type.next(block);
      }
    }
  }

  /** Passes over numbers. */
  void skip(long numbers) throws IOException {
    in.skipNBytes(numbers * type.bytes);
  }
}
