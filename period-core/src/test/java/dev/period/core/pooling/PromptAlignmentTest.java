package dev.period.core.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptAlignmentTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void scoresAreScaledProducts(long seed) {
    Kernel kernel = Kernel.load(PromptAlignment.class, "alignment_scores", Map.of());
    SplittableRandom random = new SplittableRandom(seed);
    try (NDManager scope = Torch.scope()) {
      Twin.assertSame(
          "alignment_scores, seed " + seed,
          new NDList(
              Tensors.normal(scope, random, 1, seed, 2, 3, 5),
              Tensors.normal(scope, random, 1, seed, 5),
              Tensors.normal(scope, random, 1)),
          (s, in) -> kernel.apply(s, List.of(in.get(2)), in.get(0), in.get(1)),
          (s, in) -> {
            NDArray text = in.get(1).reshape(seed, 1, 1, 5);
            return new NDList(in.get(0).mul(text).sum(new int[] {-1}).mul(in.get(2).exp()));
          },
          1e-5);
    }
  }
}
