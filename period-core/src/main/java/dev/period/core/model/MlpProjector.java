package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import java.util.List;
import java.util.Map;

/** LLaVA-1.5's {@code mlp2x_gelu}: linear, exact GELU, linear. */
final class MlpProjector {
  private final String prefix;
  private final Kernel kernel;
  private final Kernel observer;
  private final List<NDArray> weights;

  MlpProjector(Parameters parameters, String prefix, int in, int out, Dtype dtype) {
    this.weights =
        List.of(
            parameters.get(prefix + ".linear_1.weight", Init.fanIn(in), out, in),
            parameters.get(prefix + ".linear_1.bias", Init.ZEROS, out),
            parameters.get(prefix + ".linear_2.weight", Init.fanIn(out), out, out),
            parameters.get(prefix + ".linear_2.bias", Init.ZEROS, out));
    this.prefix = prefix;
    this.kernel = kernel(dtype, "", "");
    this.observer = kernel(dtype, ", Tensor, Tensor", ", (self).row_sum(x), (self).row_sum(h)");
  }

  private static Kernel kernel(Dtype dtype, String types, String sums) {
    return Kernel.load(
        MlpProjector.class,
        "projector",
        Map.of("dtype", dtype.code(), "sum_types", types, "row_sums", sums));
  }

  /** Maps features [n, in] to embeddings [n, out]. */
  NDArray forward(NDManager scope, NDArray features, TrainingPass pass) {
    InputMeans inputs = pass.inputs();
    if (inputs == null) {
      return kernel.apply(scope, weights, features).singletonOrThrow();
    }
    NDList results = observer.apply(scope, weights, features);
    double rows = (double) results.get(0).size() / results.get(0).getShape().getLastDimension();
    inputs.addRows(results.get(1), rows, prefix + ".linear_1");
    inputs.addRows(results.get(2), rows, prefix + ".linear_2");
    return results.get(0);
  }
}
