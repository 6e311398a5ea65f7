package dev.period.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import java.util.List;
import java.util.Map;

/** LayerNorm over the last axis (Ba et al. 2016), computed in fp32. */
public final class LayerNorm {
  private final Kernel kernel;
  private final List<NDArray> weights;

  /** A norm with the parameters {@code name.weight} and {@code name.bias}. */
  public LayerNorm(Parameters parameters, String name, int width, double eps) {
    this.weights =
        List.of(
            parameters.get(name + ".weight", Init.ONES, width),
            parameters.get(name + ".bias", Init.ZEROS, width));
    this.kernel = Kernel.load(LayerNorm.class, "layer_norm", Map.of("eps", eps, "width", width));
  }

  /** Normalises x [.., width]. */
  public NDArray apply(NDManager scope, NDArray x) {
    return kernel.apply(scope, weights, x).singletonOrThrow();
  }
}
