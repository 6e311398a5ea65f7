package dev.period.core.periodicity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The density head and its loss against naive twins. */
class DensityTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void head(long seed) {
    Kernel kernel = Kernel.load(PeriodicityEncoder.class, "density_head", Map.of());
    SplittableRandom random = new SplittableRandom(seed);
    try (NDManager scope = Torch.scope()) {
      NDList inputs =
          new NDList(
              Tensors.normal(scope, random, 1, seed, 6, 8),
              Tensors.normal(scope, random, 1, 2, 8),
              Tensors.normal(scope, random, 1, 2));
      Twin.assertSame(
          "density_head, seed " + seed,
          inputs,
          (s, in) -> kernel.apply(s, in.subList(1, 3), in.get(0)),
          (s, in) -> {
            NDArray y = Naive.linear(in.get(0), in.get(1), in.get(2));
            NDArray softplus = y.get(":, :, 0").exp().add(1).log();
            NDArray logit = y.get(":, :, 1");
            return new NDList(softplus.mul(Naive.sigmoid(logit)), logit);
          },
          1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void loss(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int b = (int) seed;
    int n = 6;
    float[] density = new float[b * n];
    float[] active = new float[b * n];
    for (int i = 0; i < density.length; i++) {
      active[i] = random.nextInt(3) / 2f;
      density[i] = active[i] * (float) random.nextDouble();
    }
    try (NDManager scope = Torch.scope()) {
      NDList inputs =
          new NDList(
              Tensors.normal(scope, random, 0.3, b, n), Tensors.normal(scope, random, 2, b, n));
      Twin.assertSame(
          "density_loss, seed " + seed,
          inputs,
          (s, in) -> {
            PeriodicityEncoder.Output found =
                new PeriodicityEncoder.Output(in.get(0), in.get(0), in.get(1));
            return new NDList(new DensityLoss().of(s, found, density, active).reshape(1));
          },
          (s, in) ->
              new NDList(
                  naiveLoss(in, Torch.floats(s, density, b, n), Torch.floats(s, active, b, n))),
          1e-5);
    }
  }

  private static NDArray naiveLoss(NDList in, NDArray target, NDArray active) {
    NDArray difference = Naive.times(in.get(0).sub(target), 10).abs();
    NDArray capped = difference.minimum(1f);
    NDArray huber = Naive.times(capped.square(), 0.5).add(difference.sub(capped)).mean();
    NDArray p = Naive.sigmoid(in.get(1));
    NDArray hit = active.mul(p.log());
    NDArray miss = active.neg().add(1).mul(p.neg().add(1).log());
    NDArray entropy = hit.add(miss).mean().neg();
    int[] time = {1};
    NDArray error = in.get(0).sum(time).sub(target.sum(time)).abs();
    NDArray relative = error.div(target.sum(time).add(2)).mean();
    return huber.add(Naive.times(entropy, 0.3)).add(relative).reshape(1);
  }
}
