package dev.period.core.cache;

import dev.period.core.PeriodException;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.checkpoint.TensorInfo;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One entry as a safetensors file with a checksum of everything in it. */
final class EntryFile {
  private static final String KEY = "period.key";
  private static final String CHECKSUM = "period.crc32c";
  static final String TEMPORARY = ".tmp-";

  private EntryFile() {}

  /**
   * Writes an entry at once: who reads sees the whole of it or nothing. Any number of processes may
   * write the same.
   */
  static void write(Path file, CacheKey key, CacheEntry entry) throws IOException {
    Map<String, String> words = new LinkedHashMap<>(entry.words());
    words.put(KEY, key.hex());
    words.put(CHECKSUM, Long.toHexString(checksum(key, entry)));
    Path temporary = file.resolveSibling(TEMPORARY + UUID.randomUUID());
    try {
      // Not forced to the disk: an entry that a power cut damages fails its checksum.
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        SafetensorsWriter.write(channel, entry.tensors(), words);
      }
      WholeFile.move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The entry; null where there is none, or where anything about it is not as it was written. */
  static @Nullable CacheEntry read(Path file, CacheKey key) {
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      Map<String, String> words = new LinkedHashMap<>(stored.metadata());
      String checksum = words.remove(CHECKSUM);
      if (!key.hex().equals(words.remove(KEY)) || checksum == null) {
        return null;
      }
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      for (TensorInfo info : stored.tensors().values()) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(info.bytes()));
        stored.read(info.name(), 0, bytes);
        tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), bytes.flip()));
      }
      CacheEntry entry = new CacheEntry(tensors, words);
      return checksum.equals(Long.toHexString(checksum(key, entry))) ? entry : null;
    } catch (PeriodException | ArithmeticException e) {
      return null;
    }
  }

  private static long checksum(CacheKey key, CacheEntry entry) {
    CRC32C sum = new CRC32C();
    add(sum, key.hex());
    new TreeMap<>(entry.words())
        .forEach(
            (name, value) -> {
              add(sum, name);
              add(sum, value);
            });
    entry
        .tensors()
        .forEach(
            (name, tensor) -> {
              add(sum, name);
              add(sum, tensor.dtype() + Arrays.toString(tensor.shape()));
              sum.update(tensor.bytes());
            });
    return sum.getValue();
  }

  private static void add(CRC32C sum, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sum.update(bytes);
  }
}
