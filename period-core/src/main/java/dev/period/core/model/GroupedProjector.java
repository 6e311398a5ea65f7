package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The projector of Period-LLM's released code: a linear layer whose outputs see only their own
 * group of inputs (a convolution of extent 1), ReLU, batch normalisation.
 *
 * <p>While gradients are recorded, the statistics are those of the frames of one video, as in the
 * released code, which trains one video at a time; they also move the running statistics, which
 * count otherwise. A projector that is not trained takes the running statistics and leaves them as
 * they are, and so does a lone frame, which has no variance (both ours: the released code trains
 * its projector at all times, and PyTorch would refuse a lone frame).
 */
final class GroupedProjector implements Projector {
  /** PyTorch's defaults, which the released code keeps. */
  private static final double MOMENTUM = 0.1;

  private static final double EPS = 1e-5;

  private final String prefix;
  private final Kernel rowSum = Kernel.load(GroupedProjector.class, "input_sum", Map.of());
  private final Kernel linear;
  private final List<NDArray> linearWeights;
  private final Kernel statistics;
  private final Kernel normalise;
  private final List<NDArray> normWeights;
  private final NDArray runningMean;
  private final NDArray runningVariance;
  private final Kernel track;

  /** A projector with parameters named {@code prefix.conv…} and {@code prefix.norm…}. */
  GroupedProjector(Parameters parameters, String prefix, int in, int out, int groups, Dtype dtype) {
    this.prefix = prefix;
    int inputs = in / groups;
    String norm = prefix + ".norm.";
    this.linearWeights =
        List.of(
            parameters.get(prefix + ".conv.weight", Init.fanIn(inputs), out, inputs, 1),
            parameters.get(prefix + ".conv.bias", Init.ZEROS, out));
    this.normWeights =
        List.of(
            parameters.get(norm + "weight", Init.ONES, out),
            parameters.get(norm + "bias", Init.ZEROS, out));
    this.runningMean = parameters.get(norm + "running_mean", Init.ZEROS, out);
    this.runningVariance = parameters.get(norm + "running_var", Init.ONES, out);
    this.linear =
        Kernel.load(
            GroupedProjector.class,
            "grouped_projector",
            Map.of("dtype", dtype.code(), "groups", groups));
    this.statistics = Kernel.load(GroupedProjector.class, "batch_statistics", Map.of());
    this.normalise = Kernel.load(GroupedProjector.class, "batch_norm", Map.of("eps", EPS));
    this.track = Kernel.load(GroupedProjector.class, "running_statistics", Map.of());
  }

  @Override
  public NDArray forward(NDManager scope, NDArray features, int[] rows, TrainingPass pass) {
    InputMeans inputs = pass.inputs();
    if (inputs != null) {
      NDArray sum = rowSum.apply(scope, features);
      inputs.addRows(sum, (double) features.getShape().get(0), prefix + ".conv");
    }
    NDArray y = linear.apply(scope, linearWeights, features).singletonOrThrow();
    if (!Autograd.recording() || !isTrained()) {
      return byRunningStatistics(scope, y);
    }
    NDList parts = new NDList();
    long from = 0;
    for (int n : rows) {
      NDArray part = y.get(new NDIndex("{}:{}", from, from + n));
      part.attach(scope);
      parts.add(n > 1 ? byOwnStatistics(scope, part, n) : byRunningStatistics(scope, part));
      from += n;
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    NDArray all = NDArrays.concat(parts, 0);
    all.attach(scope);
    return all;
  }

  private boolean isTrained() {
    return Stream.of(linearWeights, normWeights)
        .flatMap(List::stream)
        .anyMatch(NDArray::hasGradient);
  }

  private NDArray byOwnStatistics(NDManager scope, NDArray y, int n) {
    NDList own = statistics.apply(scope, List.of(), y);
    // the running variance is the unbiased one
    track.run(scope, own.get(0), own.get(1), runningMean, runningVariance, MOMENTUM, n / (n - 1.0));
    return normalise.apply(scope, normWeights, y, own.get(0), own.get(1)).singletonOrThrow();
  }

  private NDArray byRunningStatistics(NDManager scope, NDArray y) {
    NDArray mean = runningMean.stopGradient();
    NDArray variance = runningVariance.stopGradient();
    mean.attach(scope);
    variance.attach(scope);
    return normalise.apply(scope, normWeights, y, mean, variance).singletonOrThrow();
  }
}
