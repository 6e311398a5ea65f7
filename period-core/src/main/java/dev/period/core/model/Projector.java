package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;

/** Maps visual features to the decoder's embeddings. */
interface Projector {
  /**
   * Projects features.
   *
   * @param features [n, in]
   * @param rows how many of them belong to each image or video, in order
   * @param pass that linear layers tell what they read
   * @return [n, out]
   */
  NDArray forward(NDManager scope, NDArray features, int[] rows, TrainingPass pass);

  /** Projects features outside of a training step. */
  default NDArray forward(NDManager scope, NDArray features, int[] rows) {
    return forward(scope, features, rows, TrainingPass.PLAIN);
  }

  /** The projector that {@code config} names, with parameters named {@code prefix…}. */
  static Projector of(Parameters parameters, String prefix, PeriodConfig config, Dtype dtype) {
    int in = config.visionWidth();
    int out = config.textConfig().hiddenSize();
    if (config.projectorType().equals("grouped")) {
      return new GroupedProjector(parameters, prefix, in, out, config.projectorGroups(), dtype);
    }
    MlpProjector mlp = new MlpProjector(parameters, prefix, in, out, dtype);
    return (scope, features, rows, pass) -> mlp.forward(scope, features, pass);
  }
}
