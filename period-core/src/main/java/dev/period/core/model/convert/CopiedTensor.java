package dev.period.core.model.convert;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.TensorInfo;
import dev.period.core.checkpoint.TensorStream;
import dev.period.core.model.AdapterFolder;
import dev.period.core.model.ModelTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** A tensor copied bit for bit, a window at a time; one that is not a number stops the copy. */
final class CopiedTensor implements TensorStream {
  /** The buffer is shared by all copies of one conversion: they come one after the other. */
  static final int WINDOW = 8 << 20;

  private final TensorInfo info;
  private final Reader reader;
  private final String title;
  private final ByteBuffer window;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Reader {
    /** Fills {@code target} with the bytes that begin at {@code from}. */
    void read(long from, ByteBuffer target);
  }

  private CopiedTensor(TensorInfo info, Reader reader, String title, ByteBuffer window) {
    this.info = info;
    this.reader = reader;
    this.title = title;
    this.window = window.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A copy of a model's tensor. */
  static CopiedTensor of(ModelTensors tensors, String name, ByteBuffer window) {
    return new CopiedTensor(
        tensors.info(name),
        (from, target) -> tensors.read(name, from, target),
        tensors.title(name),
        window);
  }

  /** A copy of an adapter's tensor. */
  static CopiedTensor of(AdapterFolder adapters, String name, ByteBuffer window) {
    TensorInfo info = adapters.info(name);
    return new CopiedTensor(
        info,
        (from, target) -> adapters.read(name, from, target),
        info.name() + " of " + adapters.folder(),
        window);
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
    for (long from = 0; from < info.bytes(); from += window.limit()) {
      window.clear().limit((int) Math.min(window.capacity(), info.bytes() - from));
      reader.read(from, window);
      window.flip();
      checkFinite();
      while (window.hasRemaining()) {
        target.write(window);
      }
    }
  }

  private void checkFinite() {
    boolean finite =
        switch (info.dtype()) {
          case F64 -> finite(1L, 0x7ff0_0000_0000_0000L);
          case F32 -> finite(0x1_0000_0001L, 0x7f80_0000L);
          case F16 -> finite(0x1_0001_0001_0001L, 0x7c00);
          case BF16 -> finite(0x1_0001_0001_0001L, 0x7f80);
          default -> true;
        };
    if (!finite) {
      throw new PeriodException(
          Kind.MODEL, "tensor " + title + " holds NaN or an infinity: the file is broken");
    }
  }

  /**
   * Whether no value has all bits of its exponent set, as NaN and the infinities have. Looks at
   * eight bytes at once: a 7B model has fourteen billion.
   *
   * @param ones a one in the lowest bit of each value of a long
   * @param exponent the bits of one value's exponent
   */
  private boolean finite(long ones, long exponent) {
    long exponents = ones * exponent;
    long signs = Long.rotateRight(ones, 1);
    int whole = window.limit() & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      // 0 in each value whose exponent is full; the sign's place is free to hold a borrow
      long rest = ~window.getLong(i) & exponents;
      if (((rest - ones) & ~rest & signs) != 0) {
        return false;
      }
    }
    long tail = 0;
    for (int i = whole; i < window.limit(); i++) {
      tail |= (window.get(i) & 0xffL) << (Byte.SIZE * (i - whole));
    }
    long rest = ~tail & exponents;
    return ((rest - ones) & ~rest & signs) == 0;
  }
}
