package dev.period.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static Kernel scaled(int factor) {
    return Kernel.load(KernelTest.class, "scaled", Map.of("factor", factor));
  }

  @Test
  void isCompiledOncePerSetOfConstants() {
    assertSame(scaled(2), scaled(2));
    assertNotSame(scaled(2), scaled(3));
    try (NDManager scope = Torch.scope()) {
      NDArray x = Torch.floats(scope, new float[] {1, 2}, 2);
      assertEquals(3 * 3, scaled(3).apply(scope, x).sum().getFloat());
    }
  }

  @Test
  void resultsBelongToTheGivenScope() {
    try (NDManager inputs = Torch.scope()) {
      NDArray x = Torch.floats(inputs, new float[] {1, 2}, 2);
      int before = inputs.getManagedArrays().size();
      NDArray result;
      try (NDManager scope = Torch.scope()) {
        result = scaled(2).apply(scope, x);
        assertSame(scope, result.getManager());
      }
      assertThrows(IllegalStateException.class, result::toFloatArray);
      assertEquals(before, inputs.getManagedArrays().size());
      assertEquals(2, x.getFloat(1));
    }
  }

  @Test
  void aSyntaxErrorNamesTheKernel() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> Kernel.load(KernelTest.class, "broken", Map.of()));
    assertTrue(e.getMessage().contains("kernel broken does not compile"), e.getMessage());
    assertTrue(e.getMessage().contains("no_such_function"), e.getMessage());
  }

  @Test
  void aMissingSourceIsNamed() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> Kernel.load(KernelTest.class, "none", Map.of()));
    assertTrue(e.getMessage().contains("none.py"), e.getMessage());
  }

  @Test
  void otherArgumentsAreRefused() {
    try (NDManager scope = Torch.scope()) {
      NDArray x = Torch.floats(scope, new float[] {1}, 1);
      assertThrows(
          IllegalArgumentException.class, () -> scaled(2).run(scope, x, List.of(x), "text"));
    }
  }
}
