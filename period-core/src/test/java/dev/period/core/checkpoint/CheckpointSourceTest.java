package dev.period.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSourceTest {
  @TempDir Path folder;

  private static float narrowed(float value, Dtype dtype) {
    return dtype == Dtype.BF16 ? HalfPrecision.fromBf16(HalfPrecision.toBf16(value)) : value;
  }

  /** Every type on disk into every type in memory. */
  @ParameterizedTest
  @CsvSource({
    "llama-mha-sharded, FP32",
    "llama-mha-sharded, BF16",
    "llama-mha-bf16, FP32",
    "llama-mha-bf16, BF16",
    "llama-mha-fp16, FP32",
    "llama-mha-fp16, BF16",
    "llama-mha-fp16, FP16"
  })
  void valuesAreThoseOfTheFile(String checkpoint, Dtype dtype) throws Exception {
    try (WeightsFolder weights = WeightsFolder.open(Fixtures.path("checkpoints/" + checkpoint));
        NDManager scope = Torch.scope()) {
      CheckpointSource source = new CheckpointSource(weights, "the test", name -> name);
      for (String name : weights.names()) {
        float[] expected = weights.readFloats(name);
        for (int i = 0; i < expected.length; i++) {
          expected[i] = narrowed(expected[i], dtype);
        }
        long[] shape = weights.info(name).shape();
        NDArray tensor = source.tensor(scope, dtype, name, Init.ZEROS, shape);
        assertArrayEquals(shape, tensor.getShape().getShape(), name);
        assertArrayEquals(expected, RawTensors.toFloats(tensor), name);
        assertArrayEquals(weights.readFloats(name), source.values(name, Init.ZEROS, shape), name);
      }
    }
  }

  /** Several windows, the last one short. */
  @Test
  void aTensorThatIsReadInPieces() {
    float[] values = new float[9_000_001];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    write(Map.of("x", TensorData.of(values, values.length)));
    try (WeightsFolder weights = WeightsFolder.open(folder)) {
      CheckpointSource source = new CheckpointSource(weights, "the test", name -> "x");
      assertArrayEquals(values, source.values("y", Init.ZEROS, new long[] {values.length}));
    }
  }

  /** A header whose length is no multiple of any element's size. */
  @Test
  void tensorsAtOddOffsets() throws IOException {
    byte[] header =
        "{\"x\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[1,7]},\"y\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}"
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + 7).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).put((byte) 9);
    for (float value : new float[] {1, -2, 0.5f}) {
      file.putShort(HalfPrecision.toBf16(value));
    }
    Files.write(folder.resolve("model.safetensors"), file.array());
    try (WeightsFolder weights = WeightsFolder.open(folder);
        NDManager scope = Torch.scope()) {
      CheckpointSource source = new CheckpointSource(weights, "the test", name -> name);
      for (Dtype dtype : Dtype.values()) {
        assertArrayEquals(
            new float[] {1, -2, 0.5f},
            RawTensors.toFloats(source.tensor(scope, dtype, "x", Init.ZEROS, new long[] {3})));
      }
      assertRefused(source, "y", Dtype.FP32, 1, "U8");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, FP32, NaN",
    "NaN, BF16, NaN",
    "Infinity, FP32, infinity",
    "-Infinity, BF16, infinity",
    "70000, FP16, range of FP16"
  })
  void badValuesAreFoundWhereverTheyAre(float bad, Dtype dtype, String part) {
    for (int place : new int[] {0, 77, 999}) {
      float[] values = new float[1000];
      values[place] = bad;
      write(Map.of("w.weight", TensorData.of(values, 10, 100)));
      try (WeightsFolder weights = WeightsFolder.open(folder)) {
        CheckpointSource source = new CheckpointSource(weights, "the test", name -> name);
        assertRefused(source, "w.weight", dtype, 1000, "[10, 100]", "[1000]");
        PeriodException e =
            assertThrows(
                PeriodException.class,
                () -> tensor(source, dtype, "w.weight", new long[] {10, 100}));
        assertTrue(e.getMessage().contains("w.weight"), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
      }
    }
  }

  /** Large values whose sum is infinite are sound. */
  @Test
  void aSumThatOverflowsIsNoDefect() {
    float[] values = new float[100];
    java.util.Arrays.fill(values, 3e38f);
    write(Map.of("w", TensorData.of(values, 100)));
    try (WeightsFolder weights = WeightsFolder.open(folder)) {
      CheckpointSource source = new CheckpointSource(weights, "the test", name -> name);
      assertArrayEquals(values, source.values("w", Init.ZEROS, new long[] {100}));
    }
  }

  @Test
  void aFileThatIsCutOffWhileOpen() throws IOException {
    write(Map.of("w", TensorData.of(new float[4000], 4000)));
    try (WeightsFolder weights = WeightsFolder.open(folder)) {
      Path file = folder.resolve("model.safetensors");
      Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 5000));
      CheckpointSource source = new CheckpointSource(weights, "the test", name -> name);
      assertRefused(source, "w", Dtype.FP32, 4000, "ended early");
      assertRefused(source, "none", Dtype.FP32, 1, "lacks", "none");
    }
  }

  private static void tensor(CheckpointSource source, Dtype dtype, String name, long[] shape) {
    try (NDManager scope = Torch.scope()) {
      source.tensor(scope, dtype, name, Init.ZEROS, shape);
    }
  }

  private static void assertRefused(
      CheckpointSource source, String name, Dtype dtype, long size, String... parts) {
    PeriodException e =
        assertThrows(PeriodException.class, () -> tensor(source, dtype, name, new long[] {size}));
    assertEquals(Kind.MODEL, e.kind());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private void write(Map<String, TensorData> tensors) {
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of());
  }
}
