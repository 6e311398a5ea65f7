package dev.period.train.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Reads TensorBoard's event files as their formats are documented (TFRecord, protocol buffers,
 * event.proto, summary.proto), with nothing of what writes them.
 */
public final class EventFiles {
  private EventFiles() {}

  /** All scalars of a folder: values by tag and step. */
  public static Map<String, Map<Long, Float>> read(Path folder) throws IOException {
    Map<String, Map<Long, Float>> scalars = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          event(record(bytes), scalars);
        }
      }
    }
    return scalars;
  }

  private static ByteBuffer record(ByteBuffer bytes) {
    ByteBuffer length = bytes.slice(bytes.position(), 8).order(ByteOrder.LITTLE_ENDIAN);
    int size = Math.toIntExact(bytes.getLong());
    assertEquals(masked(length), bytes.getInt(), "checksum of the length");
    ByteBuffer data = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + size);
    assertEquals(masked(data), bytes.getInt(), "checksum of the data");
    return data;
  }

  private static int masked(ByteBuffer data) {
    CRC32C crc = new CRC32C();
    crc.update(data.duplicate());
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + 0xa282ead8;
  }

  private static void event(ByteBuffer message, Map<String, Map<Long, Float>> scalars) {
    long step = 0;
    Map<String, Float> values = new HashMap<>();
    while (message.hasRemaining()) {
      long key = varint(message);
      switch ((int) key) {
        case 2 << 3 -> step = varint(message);
        case 5 << 3 | 2 -> summary(part(message), values);
        default -> skip(message, (int) key & 7);
      }
    }
    long at = step;
    values.forEach(
        (tag, value) -> scalars.computeIfAbsent(tag, name -> new HashMap<>()).put(at, value));
  }

  private static void summary(ByteBuffer message, Map<String, Float> values) {
    while (message.hasRemaining()) {
      assertEquals(1 << 3 | 2, varint(message), "a summary holds values only");
      ByteBuffer value = part(message);
      String tag = "";
      float number = Float.NaN;
      while (value.hasRemaining()) {
        long key = varint(value);
        switch ((int) key) {
          case 1 << 3 | 2 -> tag = StandardCharsets.UTF_8.decode(part(value)).toString();
          case 2 << 3 | 5 -> number = value.getFloat();
          default -> skip(value, (int) key & 7);
        }
      }
      values.put(tag, number);
    }
  }

  private static ByteBuffer part(ByteBuffer message) {
    int size = Math.toIntExact(varint(message));
    ByteBuffer part = message.slice(message.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    message.position(message.position() + size);
    return part;
  }

  private static void skip(ByteBuffer message, int wire) {
    switch (wire) {
      case 0 -> varint(message);
      case 1 -> message.getLong();
      case 2 -> part(message);
      case 5 -> message.getInt();
      default -> throw new AssertionError("there is no wire type " + wire);
    }
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
