package dev.period.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AutogradTest {
  private static final Kernel DOUBLED =
      Kernel.load(KernelTest.class, "scaled", Map.of("factor", 2));

  private static NDArray trained(NDManager scope) {
    NDArray parameter = Torch.floats(scope, new float[] {1, 2, 3}, 3);
    Autograd.requireGradient(parameter, true);
    return parameter;
  }

  /** Whether gradients flow back from what a kernel makes of {@code parameter}. */
  private static boolean recorded(NDManager scope, NDArray parameter) {
    NDArray loss = loss(scope, parameter);
    try {
      Autograd.backward(scope, loss);
      return true;
    } catch (EngineException e) {
      assertTrue(e.getMessage().contains("does not require grad"), e.getMessage());
      return false;
    }
  }

  private static <T> T inFreshThread(Supplier<T> task) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return CompletableFuture.supplyAsync(task, thread).join();
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void nothingIsRecordedUnlessAskedForAlsoInAFreshThread() {
    try (NDManager scope = Torch.scope()) {
      NDArray parameter = trained(scope);
      for (boolean fresh : new boolean[] {false, true}) {
        Supplier<Boolean> plain = () -> recorded(scope, parameter);
        Supplier<Boolean> inside = () -> Autograd.record(plain);
        assertFalse(fresh ? inFreshThread(plain) : plain.get(), "fresh: " + fresh);
        assertTrue(fresh ? inFreshThread(inside) : inside.get(), "fresh: " + fresh);
      }
    }
  }

  @Test
  void recordingEndsAndNests() {
    assertFalse(Autograd.recording());
    Autograd.record(
        () -> {
          assertTrue(Autograd.record(Autograd::recording));
          assertTrue(Autograd.recording(), "the outer recording goes on");
          assertFalse(inFreshThread(Autograd::recording), "other threads have their own");
          return true;
        });
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Autograd.record(
                () -> {
                  throw new IllegalArgumentException("inside");
                }));
    assertFalse(Autograd.recording(), "also after a failure");
  }

  @Test
  void gradientsAddUpAndBelongToTheScope() {
    try (NDManager memory = Torch.scope()) {
      NDArray parameter = trained(memory);
      for (int step = 1; step <= 2; step++) {
        try (NDManager scope = Torch.scope()) {
          if (step == 1) {
            assertNull(Autograd.gradient(scope, parameter));
          }
          NDArray loss = Autograd.record(() -> loss(scope, parameter));
          Autograd.backward(scope, loss);
          NDArray gradient = Autograd.gradient(scope, parameter);
          assertNotNull(gradient);
          assertSame(scope, gradient.getManager());
          float g = 2f * step;
          assertArrayEquals(new float[] {g, g, g}, gradient.toFloatArray());
        }
      }
    }
  }

  @Test
  void aFrozenParameterGetsNoGradient() {
    try (NDManager scope = Torch.scope()) {
      NDArray frozen = trained(scope);
      NDArray trained = trained(scope);
      Autograd.requireGradient(frozen, false);
      NDArray loss = Autograd.record(() -> loss(scope, frozen).add(loss(scope, trained)));
      Autograd.backward(scope, loss);
      assertNull(Autograd.gradient(scope, frozen));
      assertNotNull(Autograd.gradient(scope, trained));
    }
  }

  /** A step leaves nothing behind, neither with the parameters nor in a scope that stays open. */
  @Test
  void twoHundredStepsLeaveNothingBehind() {
    try (NDManager memory = Torch.scope();
        NDManager open = Torch.scope()) {
      NDArray parameter = trained(memory);
      int kept = memory.getManagedArrays().size();
      for (int step = 0; step < 200; step++) {
        try (NDManager scope = Torch.scope()) {
          NDArray loss = Autograd.record(() -> loss(scope, parameter));
          Autograd.backward(scope, loss);
          assertNotNull(Autograd.gradient(scope, parameter));
        }
      }
      assertEquals(kept, memory.getManagedArrays().size());
      assertEquals(0, open.getManagedArrays().size());
    }
  }

  private static NDArray loss(NDManager scope, NDArray parameter) {
    return DOUBLED.apply(scope, parameter).sum();
  }
}
