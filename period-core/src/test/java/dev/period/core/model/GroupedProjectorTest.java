package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupedProjectorTest {
  private static final int IN = 6;
  private static final int OUT = 9;
  private static final int GROUPS = 3;

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void eachGroupOfOutputsSeesItsGroupOfInputs(Dtype dtype) {
    Kernel kernel =
        Kernel.load(
            GroupedProjector.class,
            "grouped_projector",
            Map.of("dtype", dtype.code(), "groups", GROUPS));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (NDManager scope = Torch.scope()) {
        Twin.assertSame(
            "grouped_projector, seed " + seed,
            new NDList(
                Tensors.normal(scope, random, 1, 4, IN),
                Tensors.normal(scope, random, 0.5, OUT, IN / GROUPS, 1),
                Tensors.normal(scope, random, 0.5, OUT)),
            (s, in) -> kernel.apply(s, in.subList(1, 3), in.get(0)),
            (s, in) -> {
              NDList groups = new NDList();
              for (int g = 0; g < GROUPS; g++) {
                NDIndex outputs = new NDIndex("{}:{}", g * OUT / GROUPS, (g + 1) * OUT / GROUPS);
                NDArray x =
                    in.get(0).get(new NDIndex(":, {}:{}", g * IN / GROUPS, (g + 1) * IN / GROUPS));
                groups.add(
                    Naive.linear(x, in.get(1).get(outputs).squeeze(-1), in.get(2).get(outputs)));
              }
              NDArray y = NDArrays.concat(groups, 1);
              return new NDList(y.mul(y.gt(0).toType(y.getDataType(), false)));
            },
            dtype == Dtype.FP32 ? 1e-5 : 0.05);
      }
    }
  }

  @Test
  void normalisationAndItsStatistics() {
    Kernel statistics = Kernel.load(GroupedProjector.class, "batch_statistics", Map.of());
    Kernel norm = Kernel.load(GroupedProjector.class, "batch_norm", Map.of("eps", 1e-5));
    SplittableRandom random = new SplittableRandom(4);
    try (NDManager scope = Torch.scope()) {
      Twin.assertSame(
          "batch_norm",
          new NDList(
              Tensors.normal(scope, random, 2, 5, OUT),
              Tensors.normal(scope, random, 1, OUT),
              Tensors.normal(scope, random, 1, OUT)),
          (s, in) -> {
            NDList own = statistics.apply(s, List.of(), in.get(0));
            return norm.apply(s, in.subList(1, 3), in.get(0), own.get(0), own.get(1));
          },
          (s, in) ->
              new NDList(
                  // over frames instead of channels, this is a LayerNorm
                  Naive.layerNorm(
                          in.get(0).transpose(),
                          scope.ones(new ai.djl.ndarray.types.Shape(5)),
                          scope.zeros(new ai.djl.ndarray.types.Shape(5)),
                          1e-5)
                      .transpose()
                      .mul(in.get(1))
                      .add(in.get(2))),
          1e-5);
    }
  }

  /** Training: each video by its own statistics, which move the running ones. */
  @Test
  void trainingNormalisesEachVideoByItself() {
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(3));
        NDManager scope = Torch.scope()) {
      GroupedProjector projector = projector(parameters);
      NDArray x = Tensors.normal(scope, new SplittableRandom(5), 1, 7, IN);
      NDArray both = train(scope, projector, x, 4, 3);
      NDArray mean = parameters.all().get("p.norm.running_mean").duplicate();
      NDArray variance = parameters.all().get("p.norm.running_var").duplicate();
      mean.attach(scope);
      variance.attach(scope);

      try (Parameters again = new Parameters(Device.cpu(), ParameterSource.fresh(3))) {
        GroupedProjector other = projector(again);
        NDArray first = train(scope, other, x.get(":4"), 4);
        NDArray second = train(scope, other, x.get("4:"), 3);
        Tensors.assertIdentical("outputs", NDArrays.concat(new NDList(first, second)), both);
        Tensors.assertIdentical("mean", again.all().get("p.norm.running_mean"), mean);
        Tensors.assertIdentical("variance", again.all().get("p.norm.running_var"), variance);
      }
      for (NDArray video : List.of(both.get(":4"), both.get("4:"))) {
        float[] means = video.mean(new int[] {0}).toFloatArray();
        Tensors.assertClose("mean of a video", new float[OUT], means, 1e-5);
      }
    }
  }

  @Test
  void runningStatisticsFollowPyTorch() {
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(3));
        NDManager scope = Torch.scope()) {
      GroupedProjector projector = projector(parameters);
      NDArray x = Tensors.normal(scope, new SplittableRandom(5), 1, 4, IN);
      float[] before = projector.forward(scope, x, new int[] {4}).toFloatArray();
      train(scope, projector, x, 4);
      // fresh running statistics are 0 and 1, so that nothing but 1e-5 changed the features
      double[] mean = new double[OUT];
      double[] variance = new double[OUT];
      for (int c = 0; c < OUT; c++) {
        for (int n = 0; n < 4; n++) {
          mean[c] += before[n * OUT + c] / 4;
        }
        for (int n = 0; n < 4; n++) {
          variance[c] += Math.pow(before[n * OUT + c] - mean[c], 2) / 3;
        }
      }
      float[] runningMean = parameters.all().get("p.norm.running_mean").toFloatArray();
      float[] runningVariance = parameters.all().get("p.norm.running_var").toFloatArray();
      for (int c = 0; c < OUT; c++) {
        assertEquals(0.1 * mean[c], runningMean[c], 1e-5);
        assertEquals(0.9 + 0.1 * variance[c], runningVariance[c], 1e-5);
      }
      float[] after = projector.forward(scope, x, new int[] {4}).toFloatArray();
      for (int i = 0; i < after.length; i++) {
        int c = i % OUT;
        double expected = (before[i] - runningMean[c]) / Math.sqrt(runningVariance[c] + 1e-5);
        assertEquals(expected, after[i], 1e-4);
      }
      Tensors.assertClose(
          "using them does not move them",
          runningMean,
          parameters.all().get("p.norm.running_mean").toFloatArray(),
          0);
    }
  }

  @Test
  void aLoneFrameTakesTheRunningStatistics() {
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(3));
        NDManager scope = Torch.scope()) {
      GroupedProjector projector = projector(parameters);
      NDArray x = Tensors.normal(scope, new SplittableRandom(5), 1, 1, IN);
      NDArray trained = train(scope, projector, x, 1);
      Tensors.assertIdentical("frame", projector.forward(scope, x, new int[] {1}), trained);
    }
  }

  @Test
  void gradientsReachWhatIsTrainedAndNothingElse() {
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(3));
        NDManager scope = Torch.scope()) {
      GroupedProjector projector = projector(parameters);
      NDArray x = Tensors.normal(scope, new SplittableRandom(5), 1, 4, IN);
      NDArray loss =
          Autograd.record(() -> projector.forward(scope, x, new int[] {3, 1}).square().sum());
      Autograd.backward(scope, loss);
      parameters
          .all()
          .forEach(
              (name, p) ->
                  assertEquals(
                      name.contains("running"), Autograd.gradient(scope, p) == null, name));
    }
  }

  /** A projector that is trained. */
  private static GroupedProjector projector(Parameters parameters) {
    GroupedProjector projector = new GroupedProjector(parameters, "p", IN, OUT, GROUPS, Dtype.FP32);
    parameters.all().values().forEach(p -> Autograd.requireGradient(p, true));
    return projector;
  }

  /** Of a projector that is frozen while another part of the model is trained. */
  @Test
  void aFrozenOneTakesTheRunningStatisticsAndLeavesThem() {
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(3));
        NDManager scope = Torch.scope()) {
      GroupedProjector projector = projector(parameters);
      parameters.all().values().forEach(p -> Autograd.requireGradient(p, false));
      NDArray mean = parameters.all().get("p.norm.running_mean").duplicate();
      mean.attach(scope);
      NDArray x = Tensors.normal(scope, new SplittableRandom(5), 1, 4, IN);
      NDArray recorded = train(scope, projector, x, 4);
      Tensors.assertIdentical("frames", projector.forward(scope, x, new int[] {4}), recorded);
      Tensors.assertIdentical("mean", mean, parameters.all().get("p.norm.running_mean"));
    }
  }

  private static NDArray train(
      NDManager scope, GroupedProjector projector, NDArray x, int... rows) {
    return Autograd.record(() -> projector.forward(scope, x, rows));
  }
}
