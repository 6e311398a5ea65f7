package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Map;

/** Cross-entropy against a few candidate tokens per position, each with a probability. */
public final class AnswerLoss {
  private final Kernel kernel = Kernel.load(AnswerLoss.class, "answer_loss", Map.of());

  /**
   * The sum over answer tokens, divided by a number of samples.
   *
   * @param logits [rows, vocabulary]
   * @param candidates token ids [rows, n]
   * @param probabilities of the candidates [rows, n]
   * @param samples by which the sum is divided; those of this batch give its mean, those of a whole
   *     step give the batch's part of the step's mean
   * @return a scalar
   */
  public NDArray of(
      NDManager scope, NDArray logits, long[] candidates, float[] probabilities, double samples) {
    long rows = logits.getShape().get(0);
    long n = candidates.length / rows;
    return kernel.apply(
        scope,
        logits,
        Torch.longs(scope, candidates, rows, n),
        Torch.floats(scope, probabilities, rows, n),
        Torch.number(scope, 1 / samples));
  }
}
