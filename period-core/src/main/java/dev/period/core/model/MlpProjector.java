package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import java.util.List;
import java.util.Map;

/** LLaVA-1.5's {@code mlp2x_gelu}: linear, exact GELU, linear. */
final class MlpProjector {
  private final Kernel kernel;
  private final List<NDArray> weights;

  MlpProjector(Parameters parameters, String prefix, int in, int out, Dtype dtype) {
    this.weights =
        List.of(
            parameters.get(prefix + ".linear_1.weight", Init.fanIn(in), out, in),
            parameters.get(prefix + ".linear_1.bias", Init.ZEROS, out),
            parameters.get(prefix + ".linear_2.weight", Init.fanIn(out), out, out),
            parameters.get(prefix + ".linear_2.bias", Init.ZEROS, out));
    this.kernel = Kernel.load(MlpProjector.class, "projector", Map.of("dtype", dtype.code()));
  }

  /** Maps features [n, in] to embeddings [n, out]. */
  NDArray forward(NDManager scope, NDArray features) {
    return kernel.apply(scope, weights, features).singletonOrThrow();
  }
}
