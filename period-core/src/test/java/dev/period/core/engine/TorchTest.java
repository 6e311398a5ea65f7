package dev.period.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchTest {
  @Test
  void copiesArrays() {
    try (NDManager scope = Torch.scope()) {
      float[] floats = {1, 2, 3, 4, 5, 6};
      var tensor = Torch.floats(scope, floats, 2, 3);
      floats[0] = 9;
      assertEquals(new Shape(2, 3), tensor.getShape());
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, tensor.toFloatArray());
      assertArrayEquals(new long[] {7}, Torch.longs(scope, new long[] {7}, 1).toLongArray());
    }
  }

  @Test
  void devices() {
    assertEquals(Device.cpu(), Torch.device("cpu"));
    assertTrue(Torch.version().startsWith("2."), Torch.version());
    assertTrue(Torch.threads() > 0);
  }

  @ParameterizedTest
  @CsvSource({"tpu, USAGE", "gpu:x, USAGE", "gpu:999, ENGINE"})
  void devicesThatAreNot(String name, Kind kind) {
    PeriodException e = assertThrows(PeriodException.class, () -> Torch.device(name));
    assertEquals(kind, e.kind());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void computeTypes() {
    assertEquals(Dtype.BF16, Dtype.parse("bf16"));
    PeriodException e = assertThrows(PeriodException.class, () -> Dtype.parse("int8"));
    assertEquals(Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains("int8"), e.getMessage());
  }
}
