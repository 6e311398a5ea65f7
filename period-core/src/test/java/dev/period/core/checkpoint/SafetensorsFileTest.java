package dev.period.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  @TempDir Path folder;

  /** The sums and first values were computed by the program that wrote the fixture, not by us. */
  @Test
  void agreesWithTheSummaryOfAnotherImplementation() throws Exception {
    JsonNode summary =
        new ObjectMapper()
            .readTree(Fixtures.path("expected/llama-mha-bf16/forward.summary.json").toFile());
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.path("expected/llama-mha-bf16/forward.safetensors"))) {
      assertEquals(summary.size(), file.tensors().size());
      for (Map.Entry<String, JsonNode> entry : summary.properties()) {
        double[] values = doubles(file, entry.getKey());
        double sum = 0;
        for (double value : values) {
          sum += value;
        }
        assertEquals(entry.getValue().get("sum").doubleValue(), sum, 1e-9, entry.getKey());
        for (int i = 0; i < 8; i++) {
          assertEquals(entry.getValue().get("first8").get(i).doubleValue(), values[i], 0);
        }
        assertEquals(
            entry.getValue().get("shape").toString(),
            new ObjectMapper().writeValueAsString(file.info(entry.getKey()).shape()));
      }
    }
  }

  @Test
  void widensBf16LikeTheReference() throws Exception {
    String name = "model.layers.0.self_attn.q_proj.weight";
    try (SafetensorsFile half =
            SafetensorsFile.open(Fixtures.path("checkpoints/llama-mha-bf16/model.safetensors"));
        SafetensorsFile expected =
            SafetensorsFile.open(Fixtures.path("expected/llama-mha-bf16/forward.safetensors"))) {
      assertEquals(SafetensorsType.BF16, half.info(name).dtype());
      assertArrayEquals(
          expected.readFloats("weights." + name + ".as_f32"), half.readFloats(name), 0f);
      assertEquals(Map.of("format", "pt"), half.metadata());
    }
  }

  @Test
  void readsPartsAndGivesReadOnlyBuffersThatOutliveTheFile() throws Exception {
    ByteBuffer whole;
    ByteBuffer part;
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.path("checkpoints/llama-mha-bf16/model.safetensors"))) {
      whole = file.read("lm_head.weight");
      part = file.read("lm_head.weight", 100, 50);
      assertThrows(
          IndexOutOfBoundsException.class, () -> file.read("lm_head.weight", 16384 - 49, 50));
    }
    assertEquals(whole.slice(100, 50), part);
    assertEquals(ByteOrder.LITTLE_ENDIAN, whole.order());
    assertThrows(ReadOnlyBufferException.class, () -> whole.put(0, (byte) 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 4 | ok
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 5 | no tensor owns
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 3 | not a range
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}} | 4 | needs 8
          {"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}} | 4 | ok
          {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}} | 0 | ok
          {"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}} | 4 | negative
          {"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}} | 4 | VALUE_NUMBER_INT
          {"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}} | 4 | not valid JSON
          {"a":{"dtype":"U8","shape":[4611686018427387904,8],"data_offsets":[0,4]}} | 4 | too large
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}} | 4 | not a range
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}} | 4 | not a range
          {"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}} | 4 | data type
          {"a":{"dtype":"U8","shape":[4]}} | 4 | lacks
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}} | 4 | unknown key
          {"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 4 | Duplicate
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}} | 4 | overlaps
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}} | 4 | hole
          {"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}} | 4 | ok
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 4 | Duplicate
          {"__metadata__":{"k":1},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 4 | metadata
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}{} | 4 | closing brace
          {"a":7} | 0 | START_OBJECT
          [] | 0 | brace
          {} | 0 | ok
          {"a" | 0 | not valid JSON
          """)
  void checksTheHeader(String header, int dataBytes, String outcome) throws IOException {
    Path path = write(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    if (outcome.equals("ok")) {
      SafetensorsFile.open(path).close();
      return;
    }
    PeriodException e = assertThrows(PeriodException.class, () -> SafetensorsFile.open(path));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(outcome), e.getMessage());
    assertTrue(e.getMessage().contains("a.safetensors"), e.getMessage());
  }

  @Test
  void refusesHeadersInOtherEncodings() throws IOException {
    Path utf16 = write("{}".getBytes(StandardCharsets.UTF_16LE), 0);
    assertThrows(PeriodException.class, () -> SafetensorsFile.open(utf16));
    Path broken = write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '{', '}', '}'}, 0);
    assertThrows(PeriodException.class, () -> SafetensorsFile.open(broken));
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "100000001", "0", "1", "4000000000"})
  void refusesHeaderLengthsOutOfRange(long length) throws IOException {
    Path path = folder.resolve("a.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Files.write(path, bytes.array());
    PeriodException e = assertThrows(PeriodException.class, () -> SafetensorsFile.open(path));
    assertTrue(e.getMessage().contains("out of range"), e.getMessage());
  }

  @Test
  void refusesMissingFilesFoldersAndTensors() throws IOException {
    assertThrows(PeriodException.class, () -> SafetensorsFile.open(folder));
    assertThrows(PeriodException.class, () -> SafetensorsFile.open(folder.resolve("none")));
    try (SafetensorsFile file =
        SafetensorsFile.open(write("{}".getBytes(StandardCharsets.UTF_8), 0))) {
      PeriodException e = assertThrows(PeriodException.class, () -> file.read("a\nb"));
      assertTrue(e.getMessage().contains("\"a?b\""), e.getMessage());
    }
  }

  private Path write(byte[] header, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    return Files.write(folder.resolve("a.safetensors"), bytes.array());
  }

  private static double[] doubles(SafetensorsFile file, String name) {
    TensorInfo info = file.info(name);
    double[] values = new double[(int) info.elements()];
    if (info.dtype() == SafetensorsType.I64) {
      ByteBuffer bytes = file.read(name);
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes.getLong();
      }
    } else {
      float[] floats = file.readFloats(name);
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
    }
    return values;
  }
}
