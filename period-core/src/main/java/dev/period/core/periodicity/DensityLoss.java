package dev.period.core.periodicity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Map;

/**
 * Loss of the density head: Huber on the density (times ten), 0.3 times the cross-entropy of being
 * inside a repetition, and the error of the sum relative to the count plus two.
 */
public final class DensityLoss {
  private final Kernel kernel = Kernel.load(DensityLoss.class, "density_loss", Map.of());

  /**
   * The mean loss over a batch, a scalar.
   *
   * @param density repetitions per pair of frames [b, frames / 2]
   * @param active fraction of each pair inside a repetition, same shape
   */
  public NDArray of(
      NDManager scope, PeriodicityEncoder.Output found, float[] density, float[] active) {
    long b = found.density().getShape().get(0);
    long tokens = found.density().getShape().get(1);
    return kernel.apply(
        scope,
        found.density(),
        found.activity(),
        Torch.floats(scope, density, b, tokens),
        Torch.floats(scope, active, b, tokens));
  }
}
