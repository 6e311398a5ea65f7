package dev.period.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Compares a kernel with a naive computation of the same thing: results and gradients. */
public final class Twin {
  private Twin() {}

  /** A differentiable computation. */
  @FunctionalInterface
  public interface Computation {
    /** Its results for {@code inputs}, which all ask for gradients. */
    NDList run(NDManager scope, NDList inputs);
  }

  /** Fails, saying {@code what}, unless both computations agree within {@code tolerance}. */
  public static void assertSame(
      String what, NDList inputs, Computation kernel, Computation naive, double tolerance) {
    try (NDManager scope = Torch.scope()) {
      Run expected = run(scope, inputs, naive);
      Run actual = run(scope, inputs, kernel);
      assertEquals(expected.results.size(), actual.results.size(), what);
      for (int i = 0; i < expected.results.size(); i++) {
        Tensors.assertClose(
            what + ", result " + i, expected.results.get(i), actual.results.get(i), tolerance);
      }
      for (int i = 0; i < inputs.size(); i++) {
        NDArray gradient = expected.gradients.get(i);
        NDArray found = actual.gradients.get(i);
        if (gradient != null && found != null) {
          Tensors.assertClose(what + ", gradient of input " + i, gradient, found, tolerance);
        } else {
          assertEquals(gradient == null, found == null, what + ", gradient of input " + i);
        }
      }
    }
  }

  private record Run(NDList results, List<@Nullable NDArray> gradients) {}

  /** Gradients are those of the sum of all results, each element with a random factor. */
  private static Run run(NDManager scope, NDList inputs, Computation computation) {
    NDList leaves = new NDList();
    for (NDArray input : inputs) {
      NDArray leaf = Torch.floats(scope, input.toFloatArray(), input.getShape().getShape());
      Autograd.requireGradient(leaf, true);
      leaves.add(leaf);
    }
    SplittableRandom random = new SplittableRandom(99);
    NDList results = new NDList();
    NDArray loss =
        Autograd.record(
            () -> {
              results.addAll(computation.run(scope, leaves));
              NDArray sum = Torch.floats(scope, new float[1]).sum();
              for (NDArray result : results) {
                long[] shape = result.getShape().getShape();
                sum = sum.add(result.mul(Tensors.normal(scope, random, 1, shape)).sum());
              }
              return sum;
            });
    Autograd.backward(scope, loss);
    List<@Nullable NDArray> gradients = new ArrayList<>();
    leaves.forEach(leaf -> gradients.add(Autograd.gradient(scope, leaf)));
    return new Run(results, gradients);
  }
}
