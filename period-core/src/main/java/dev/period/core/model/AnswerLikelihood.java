package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Map;

/** How likely whole answers are: log-probabilities, summed over the tokens of each. */
public final class AnswerLikelihood {
  private final Kernel kernel = Kernel.load(AnswerLikelihood.class, "answer_likelihood", Map.of());

  /**
   * Natural logarithms of the probabilities of answers.
   *
   * @param logits ahead of each answer token [rows, vocabulary]
   * @param tokens the answer tokens [rows]
   * @param owners the answer that each of them belongs to [rows]
   * @param answers how many there are
   * @return [answers]
   */
  public NDArray of(NDManager scope, NDArray logits, long[] tokens, long[] owners, int answers) {
    return kernel.apply(
        scope,
        logits,
        Torch.longs(scope, tokens, tokens.length, 1),
        Torch.longs(scope, owners, owners.length),
        Torch.floats(scope, new float[answers], answers));
  }
}
