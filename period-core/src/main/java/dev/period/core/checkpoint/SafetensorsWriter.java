package dev.period.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** Writes safetensors files: the same tensors in the same order always give the same bytes. */
public final class SafetensorsWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes a file whole or not at all, forced to the disk. An existing file is replaced.
   *
   * @param file where to; its folder must exist
   * @param tensors in the order in which they are to lie in the file
   * @param metadata free-form pairs, written sorted by key; may be empty
   * @throws PeriodException of kind MODEL when it cannot be written (disk full, no permission)
   */
  public static void write(
      Path file, Map<String, ? extends TensorStream> tensors, Map<String, String> metadata) {
    try {
      WholeFile.write(
          file,
          temporary -> {
            try (FileChannel channel =
                FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
              write(channel, tensors, metadata);
              channel.force(true);
            }
          });
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL, "Cannot write the weights to " + file + ": " + e + ".", e);
    }
  }

  /**
   * Writes a file's content from where the channel stands; how it gets its name is the caller's
   * matter.
   *
   * @param tensors in the order in which they are to lie in the file
   * @param metadata free-form pairs, written sorted by key; may be empty
   */
  public static void write(
      FileChannel channel,
      Map<String, ? extends TensorStream> tensors,
      Map<String, String> metadata)
      throws IOException {
    writeFully(channel, header(tensors, metadata));
    for (Map.Entry<String, ? extends TensorStream> entry : tensors.entrySet()) {
      long before = channel.position();
      entry.getValue().writeTo(channel);
      if (channel.position() - before != bytes(entry.getValue())) {
        throw new IllegalStateException("tensor " + entry.getKey() + " wrote too much or little");
      }
    }
  }

  private static ByteBuffer header(
      Map<String, ? extends TensorStream> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      generator.writeStartObject();
      if (!metadata.isEmpty()) {
        generator.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> pair : new TreeMap<>(metadata).entrySet()) {
          generator.writeStringField(pair.getKey(), pair.getValue());
        }
        generator.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, ? extends TensorStream> entry : tensors.entrySet()) {
        offset = writeTensor(generator, entry.getKey(), entry.getValue(), offset);
      }
      generator.writeEndObject();
    }
    while (json.size() % ALIGNMENT != 0) {
      json.write(' ');
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + json.size()).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putLong(json.size()).put(json.toByteArray()).flip();
  }

  private static long writeTensor(
      JsonGenerator generator, String name, TensorStream tensor, long offset) throws IOException {
    if (name.equals("__metadata__")) {
      throw new IllegalArgumentException("__metadata__ cannot be the name of a tensor");
    }
    long end = offset + bytes(tensor);
    generator.writeObjectFieldStart(name);
    generator.writeStringField("dtype", tensor.dtype().name());
    writeArray(generator, "shape", tensor.shape());
    writeArray(generator, "data_offsets", offset, end);
    generator.writeEndObject();
    return end;
  }

  private static long bytes(TensorStream tensor) {
    return tensor.dtype().bytes(tensor.shape());
  }

  private static void writeArray(JsonGenerator generator, String key, long... values)
      throws IOException {
    generator.writeFieldName(key);
    generator.writeArray(values, 0, values.length);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
