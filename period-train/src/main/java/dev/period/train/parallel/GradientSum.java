package dev.period.train.parallel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sums gradients over all processes. Losses divide by the samples of all processes already, so that
 * the sum is the gradient of the whole batch, however unequal the shares.
 */
public final class GradientSum {
  /** 4 MB: large enough that the number of calls does not count. */
  private static final int BUCKET_FLOATS = 1 << 20;

  /** Less than 2 GiB, which a buffer cannot hold. */
  private static final long WINDOW_FLOATS = 1L << 28;

  private final List<NDArray> parameters;
  private final FlatBuckets buckets;

  /**
   * Sums for {@code parameters}, which get gradients of zeros where they have none: a parameter
   * that this process's samples do not reach may be reached elsewhere, and all processes must sum
   * the same.
   *
   * @param parameters that are trained, fp32, in the same order on every process
   */
  public GradientSum(Collective processes, Collection<NDArray> parameters) {
    this.parameters = List.copyOf(parameters);
    this.buckets = new FlatBuckets(processes, BUCKET_FLOATS);
    for (NDArray parameter : parameters) {
      try (NDManager scope = Torch.scope(parameter.getDevice())) {
        Autograd.zeroGradient(scope, parameter);
      }
    }
  }

  /** False when a gradient of this process holds NaN or an infinity. */
  public boolean finite() {
    try (NDManager scope = Torch.scope()) {
      return parameters.stream()
          .allMatch(p -> RawTensors.defect(gradient(scope, p)) == RawTensors.Defect.NONE);
    }
  }

  private static NDArray gradient(NDManager scope, NDArray parameter) {
    NDArray gradient = Autograd.gradient(scope, parameter);
    if (gradient == null) {
      throw new IllegalStateException("a parameter has lost its gradient");
    }
    return gradient;
  }

  /** Replaces the gradients by their sums. */
  public void sum() {
    try (NDManager scope = Torch.scope()) {
      List<FloatBuffer> memory = new ArrayList<>();
      List<Runnable> copiesBack = new ArrayList<>();
      for (NDArray parameter : parameters) {
        NDArray gradient = gradient(scope, parameter);
        // MPI may know nothing of a GPU's memory
        NDArray onCpu = RawTensors.onCpu(scope, gradient);
        for (long from = 0; from < onCpu.size(); from += WINDOW_FLOATS) {
          long floats = Math.min(WINDOW_FLOATS, onCpu.size() - from);
          memory.add(RawTensors.memory(onCpu, from, floats).asFloatBuffer());
        }
        if (gradient.getDevice().isGpu()) {
          copiesBack.add(() -> RawTensors.copy(gradient, onCpu));
        }
      }
      buckets.sum(memory);
      copiesBack.forEach(Runnable::run);
    }
  }
}
