package dev.period.data.signal;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads WAV files (RIFF): PCM of 8, 16, 24 or 32 bits and IEEE floats of 32 or 64 bits. */
final class WavFile {
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FORMAT = 0x20746d66;
  private static final int DATA = 0x61746164;

  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;

  private static final int MAX_CHUNKS = 1000;
  private static final int MAX_CHANNELS = 64;
  private static final long MAX_BYTES = 512L << 20;

  private final Path file;
  private int encoding;
  private int channels;
  private int rate;
  private int bits;

  private WavFile(Path file) {
    this.file = file;
  }

  /** Whether the file begins as a WAV file does. */
  static boolean is(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      return read(channel, head, 0) == 12 && head.getInt(0) == RIFF && head.getInt(8) == WAVE;
    }
  }

  /** Samples from −1 to 1, one column for each channel. */
  static Signal read(Path file) throws IOException {
    return new WavFile(file).parse();
  }

  private Signal parse() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long at = 12;
      for (int chunk = 0; chunk < MAX_CHUNKS; chunk++) {
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        if (read(channel, head, at) < 8) {
          throw broken("has no samples");
        }
        long size = head.getInt(4) & 0xFFFFFFFFL;
        at += 8;
        if (head.getInt(0) == FORMAT) {
          format(channel, at, size);
        } else if (head.getInt(0) == DATA) {
          // A file that is cut off, or was written to a pipe, claims more than there is.
          return samples(channel, at, Math.min(size, channel.size() - at));
        }
        at += size + size % 2;
      }
      throw broken("has no samples among its first " + MAX_CHUNKS + " parts");
    }
  }

  private void format(FileChannel channel, long at, long size) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
    int found = read(channel, chunk, at);
    if (size < 16 || found < 16) {
      throw broken("has a broken header");
    }
    encoding = chunk.getShort(0) & 0xFFFF;
    channels = chunk.getShort(2) & 0xFFFF;
    rate = chunk.getInt(4);
    bits = chunk.getShort(14) & 0xFFFF;
    if (encoding == EXTENSIBLE && size >= 26 && found >= 26) {
      encoding = chunk.getShort(24) & 0xFFFF;
    }
    boolean known =
        (encoding == PCM && (bits == 8 || bits == 16 || bits == 24 || bits == 32))
            || (encoding == FLOAT && (bits == 32 || bits == 64));
    if (!known) {
      throw broken("is encoded as %d with %d bits; save it as PCM".formatted(encoding, bits));
    }
    if (channels < 1 || channels > MAX_CHANNELS || rate < 1) {
      throw broken("claims %d channels of %d Hz".formatted(channels, rate));
    }
  }

  private Signal samples(FileChannel channel, long at, long bytes) throws IOException {
    if (channels == 0) {
      throw broken("has samples before their format");
    }
    int frame = channels * bits / 8;
    if (bytes > MAX_BYTES) {
      throw broken("has %d bytes of samples, too many for a signal".formatted(bytes));
    }
    int steps = (int) (bytes / frame);
    if (steps == 0) {
      throw broken("has no samples");
    }
    ByteBuffer data = ByteBuffer.allocate(steps * frame).order(ByteOrder.LITTLE_ENDIAN);
    read(channel, data, at);
    data.flip();
    double[][] values = new double[steps][channels];
    for (double[] row : values) {
      for (int c = 0; c < channels; c++) {
        double value = sample(data);
        row[c] = Double.isFinite(value) ? value : 0;
      }
    }
    List<String> names = new ArrayList<>();
    for (int c = 1; c <= channels; c++) {
      names.add(String.valueOf(c));
    }
    return new Signal(values, rate, names);
  }

  private double sample(ByteBuffer data) {
    if (data.remaining() < bits / 8) {
      return 0;
    }
    if (encoding == FLOAT) {
      return bits == 32 ? data.getFloat() : data.getDouble();
    }
    return switch (bits) {
      case 8 -> ((data.get() & 0xFF) - 128) / 128.0;
      case 16 -> data.getShort() / 32768.0;
      case 24 -> ((data.get() & 0xFF) | (data.get() & 0xFF) << 8 | data.get() << 16) / 8388608.0;
      default -> data.getInt() / 2147483648.0;
    };
  }

  /** Fills {@code buffer} from {@code at} on as far as the file goes; the number of bytes. */
  private static int read(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.position();
  }

  private PeriodException broken(String problem) {
    return new PeriodException(PeriodException.Kind.INPUT, file + " " + problem);
  }
}
