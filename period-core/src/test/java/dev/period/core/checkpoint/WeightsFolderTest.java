package dev.period.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsFolderTest {
  @TempDir Path folder;

  /** The bf16 fixture holds the same weights, rounded by another implementation. */
  @Test
  void shardsHoldTheSameWeightsAsTheSingleFile() throws Exception {
    try (WeightsFolder shards = WeightsFolder.open(Fixtures.path("checkpoints/llama-mha-sharded"));
        WeightsFolder single = WeightsFolder.open(Fixtures.path("checkpoints/llama-mha-bf16"))) {
      assertEquals(3, shards.files().size());
      assertTrue(shards.names().containsAll(single.names()));
      for (String name : single.names()) {
        float[] expected = single.readFloats(name);
        float[] actual = shards.readFloats(name);
        for (int i = 0; i < actual.length; i++) {
          actual[i] = HalfPrecision.fromBf16(HalfPrecision.toBf16(actual[i]));
        }
        assertArrayEquals(expected, actual, 0f, name);
        assertArrayEquals(single.info(name).shape(), shards.info(name).shape());
        assertEquals(single.info(name).bytes() * 2, shards.read(name).remaining());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"weight_map":{"x":"one.safetensors"}} | ok
          {"weight_map":{"x":"one.safetensors","w":"one.safetensors"}} | lacks it
          {"weight_map":{"x":"none.safetensors"}} | no such file
          {"weight_map":{"x":"../one.safetensors"}} | outside
          {"weight_map":{"x":"/one.safetensors"}} | outside
          {"weight_map":{"x":"..\\\\one.safetensors"}} | outside
          {"weight_map":{"x":".."}} | outside
          {"weight_map":{"x":"a\\u0000"}} | outside
          {"weight_map":{"x":1}} | no file name
          {"weight_map":{"x":"one.safetensors","x":"one.safetensors"}} | Duplicate
          {"weight_map":{"x":"one.safetensors","y":"two.safetensors"}} | two files
          {"weight_map":{}} | no weight_map
          [] | no weight_map
          {} | no weight_map
          {"weight_map":{"x":"one.safetensors"}} 1 | not valid JSON
          {"weight_map": | not valid JSON
          """)
  void checksTheIndex(String index, String outcome) throws IOException {
    tensors("one.safetensors", "x", "y");
    tensors("two.safetensors", "y");
    Files.writeString(folder.resolve("model.safetensors.index.json"), index);
    if (outcome.equals("ok")) {
      try (WeightsFolder weights = WeightsFolder.open(folder)) {
        // y is in the shard but not in the index: it must not vanish
        assertTrue(weights.names().contains("y"));
      }
      return;
    }
    PeriodException e = assertThrows(PeriodException.class, () -> WeightsFolder.open(folder));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(outcome), e.getMessage());
  }

  @Test
  void refusesFoldersWithoutOrWithTwoKindsOfWeights() throws IOException {
    assertMessage("neither", folder);
    assertMessage("no such folder", folder.resolve("none"));
    tensors("model.safetensors", "x");
    try (WeightsFolder weights = WeightsFolder.open(folder)) {
      assertThrows(PeriodException.class, () -> weights.read("missing"));
    }
    Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");
    assertMessage("both", folder);
  }

  private static void assertMessage(String part, Path folder) {
    PeriodException e = assertThrows(PeriodException.class, () -> WeightsFolder.open(folder));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private void tensors(String file, String... names) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, TensorData.of(new float[] {1}, 1));
    }
    SafetensorsWriter.write(folder.resolve(file), tensors, Map.of());
  }
}
