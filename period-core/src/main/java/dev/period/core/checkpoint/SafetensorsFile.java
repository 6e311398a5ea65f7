package dev.period.core.checkpoint;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file, opened for reading and checked completely before the first tensor is touched.
 *
 * <p>Layout: 8 bytes of little-endian header length, a JSON header, raw little-endian tensors. A
 * tensor is mapped when it is read, on its own, so that files of any size work although a Java
 * buffer ends at 2 GiB. Buffers stay valid after {@link #close()}. Safe for use by several threads.
 *
 * <p>Errors are {@link PeriodException}s of kind MODEL that name the file and the tensor.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final long MAX_HEADER = 100_000_000;

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens and checks a file.
   *
   * @throws PeriodException of kind MODEL when it is missing, unreadable or broken in any way
   */
  public static SafetensorsFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw broken(path.toString(), "there is no such file", null); // a pipe would block for ever
    }
    FileChannel channel = null;
    boolean done = false;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
      SafetensorsFile file = new SafetensorsFile(path, channel, readHeader(path, channel));
      done = true;
      return file;
    } catch (IOException e) {
      throw broken(path.toString(), "it cannot be read (" + e + ")", e);
    } finally {
      if (!done) {
        closeQuietly(channel);
      }
    }
  }

  private static SafetensorsHeader readHeader(Path path, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < Long.BYTES) {
      throw broken(path.toString(), "it is too short to be a safetensors file", null);
    }
    long headerBytes = fully(channel, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerBytes < 2 || headerBytes > MAX_HEADER || headerBytes > fileBytes - Long.BYTES) {
      throw broken(path.toString(), "its header length " + headerBytes + " is out of range", null);
    }
    byte[] json = fully(channel, Long.BYTES, (int) headerBytes).array();
    if (json[0] != '{') {
      throw broken(path.toString(), "its header does not begin with a brace", null);
    }
    long dataStart = Long.BYTES + headerBytes;
    return SafetensorsHeader.parse(path.toString(), json, dataStart, fileBytes - dataStart);
  }

  private static ByteBuffer fully(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("the file ended early");
      }
    }
    return buffer.flip();
  }

  /** The tensors by name, in the order of the header; unmodifiable. */
  public Map<String, TensorInfo> tensors() {
    return Collections.unmodifiableMap(header.tensors());
  }

  /**
   * The free-form metadata, for example {@code format=pt}; unmodifiable, empty when there is none.
   */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** The file that was opened. */
  public Path path() {
    return path;
  }

  /**
   * Where a tensor lies.
   *
   * @throws PeriodException of kind MODEL when there is none of that name
   */
  public TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw broken(path.toString(), "it has no tensor " + SafetensorsHeader.quoted(name), null);
    }
    return info;
  }

  /**
   * Maps a whole tensor.
   *
   * @return read-only, little-endian, position 0
   * @throws PeriodException of kind MODEL when there is none of that name, or it has 2 GiB or more
   */
  public ByteBuffer read(String name) {
    TensorInfo info = info(name);
    if (info.bytes() > Integer.MAX_VALUE) {
      throw tensorBroken(name, "is too large to be read at once; read it in pieces", null);
    }
    return read(name, 0, (int) info.bytes());
  }

  /**
   * Maps a part of a tensor.
   *
   * @param from first byte, counted from the start of the tensor
   * @param length bytes
   * @return read-only, little-endian, position 0
   * @throws PeriodException of kind MODEL when there is no such tensor or it cannot be mapped
   * @throws IndexOutOfBoundsException when the range is not within the tensor
   */
  public ByteBuffer read(String name, long from, int length) {
    TensorInfo info = info(name);
    if (from < 0 || length < 0 || from > info.bytes() - length) {
      throw new IndexOutOfBoundsException(
          "bytes " + from + " to " + (from + length) + " of " + info.bytes());
    }
    try {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, info.offset() + from, length)
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw tensorBroken(name, "cannot be mapped (" + e + ")", e);
    }
  }

  /**
   * Copies a part of a tensor, as raw little-endian bytes, until {@code target} is full.
   *
   * @param from first byte, counted from the start of the tensor
   * @throws PeriodException of kind MODEL when there is no such tensor or it cannot be read, for
   *     example because the file was cut off since it was opened
   */
  public void read(String name, long from, ByteBuffer target) {
    TensorInfo info = info(name);
    if (from < 0 || from > info.bytes() - target.remaining()) {
      throw new IndexOutOfBoundsException(
          "bytes " + from + " to " + (from + target.remaining()) + " of " + info.bytes());
    }
    long next = info.offset() + from;
    try {
      while (target.hasRemaining()) {
        int read = channel.read(target, next);
        if (read < 0) {
          throw new IOException("the file ended early");
        }
        next += read;
      }
    } catch (IOException e) {
      throw tensorBroken(name, "cannot be read (" + e + ")", e);
    }
  }

  /**
   * Reads a floating-point tensor, widened to single precision.
   *
   * @return its elements in row-major order
   * @throws PeriodException of kind MODEL when it is missing, has 2 GiB or more, or is not F32, F16
   *     or BF16
   */
  public float[] readFloats(String name) {
    SafetensorsType dtype = info(name).dtype();
    ByteBuffer bytes = read(name);
    float[] values = new float[bytes.remaining() / dtype.bytes()];
    switch (dtype) {
      case F32 -> bytes.asFloatBuffer().get(values);
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfPrecision.fromF16(bytes.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfPrecision.fromBf16(bytes.getShort());
        }
      }
      default ->
          throw tensorBroken(name, "is " + dtype + " where F32, F16 or BF16 is needed", null);
    }
    return values;
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private PeriodException tensorBroken(String name, String what, @Nullable Throwable cause) {
    return broken(path.toString(), "tensor " + SafetensorsHeader.quoted(name) + " " + what, cause);
  }

  static PeriodException broken(String file, String what, @Nullable Throwable cause) {
    return new PeriodException(
        Kind.MODEL, "Cannot read the weights in " + file + ": " + what + ".", cause);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // nothing was written, so nothing can be lost
    }
  }
}
