package dev.period.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir Path folder;

  /** The fixture's writer is another implementation: the whole file must come out again. */
  @Test
  void rewritesAFixtureBitForBit() throws Exception {
    Path source = Fixtures.path("checkpoints/llama-mha-bf16/model.safetensors");
    Path copy = folder.resolve("copy.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(source)) {
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      for (TensorInfo info : file.tensors().values()) {
        tensors.put(
            info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
      }
      SafetensorsWriter.write(copy, tensors, file.metadata());
    }
    assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(copy));
  }

  @Test
  void roundTripsEveryTypeAndKeepsTheOrder() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (SafetensorsType type : SafetensorsType.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(6 * type.bytes());
      for (int i = 0; i < bytes.capacity(); i++) {
        bytes.put(i, (byte) (31 * i + type.bytes()));
      }
      tensors.put("z" + type, new TensorData(type, new long[] {3, 2}, bytes));
    }
    tensors.put("empty \"ünï\"", TensorData.of(new float[0], 0, 5));
    Path path = folder.resolve("ä b.safetensors");
    SafetensorsWriter.write(path, tensors, Map.of("b", "2", "a", "1"));
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertEquals(List.copyOf(tensors.keySet()), new ArrayList<>(file.tensors().keySet()));
      assertEquals(Map.of("a", "1", "b", "2"), file.metadata());
      for (Map.Entry<String, TensorData> entry : tensors.entrySet()) {
        assertEquals(entry.getValue().bytes(), file.read(entry.getKey()));
        assertArrayEquals(entry.getValue().shape(), file.info(entry.getKey()).shape());
      }
    }
    byte[] first = Files.readAllBytes(path);
    assertEquals(0, ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
    SafetensorsWriter.write(path, tensors, Map.of("a", "1", "b", "2"));
    assertArrayEquals(first, Files.readAllBytes(path));
    assertFalse(Files.exists(folder.resolve(".tmp-ä b.safetensors")));
  }

  @Test
  void refusesWhatCannotBeWritten() {
    assertThrows(
        PeriodException.class,
        () -> SafetensorsWriter.write(folder.resolve("no/such.safetensors"), Map.of(), Map.of()));
    assertThrows(IllegalArgumentException.class, () -> TensorData.of(new float[3], 2, 2));
  }
}
