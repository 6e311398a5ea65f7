package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import java.util.List;
import java.util.Map;

/**
 * The loss of direct preference optimization (Rafailov et al. 2023, equation 7): of two answers the
 * chosen one is to become likelier, against a reference model, than the rejected one.
 *
 * <p>A reward is β (log π − log π_ref) of an answer, a margin m is that of the chosen answer less
 * that of the rejected one, and the loss is −(1 − ε) log σ(m) − ε log σ(−m). With smoothing ε, a
 * share of the preferences is taken to be wrong (Mitchell 2023).
 */
public final class DpoLoss {
  private final Kernel kernel;

  /**
   * A loss.
   *
   * @param beta β, how dear it is to leave the reference
   * @param smoothing ε, from 0 to below 0.5
   */
  public DpoLoss(double beta, double smoothing) {
    this.kernel =
        Kernel.load(
            DpoLoss.class,
            "dpo_loss",
            Map.of("beta", beta, "kept", 1 - smoothing, "smoothing", smoothing));
  }

  /**
   * What comes of some pairs.
   *
   * @param losses [pairs]
   * @param rewards of the chosen and the rejected answer [pairs, 2]
   */
  public record Output(NDArray losses, NDArray rewards) {}

  /**
   * Losses of pairs of answers, chosen and rejected in turn.
   *
   * @param policy log-probabilities of the answers by the model that is trained [2 pairs]
   * @param reference the same by the reference model [2 pairs]
   */
  public Output of(NDManager scope, NDArray policy, NDArray reference) {
    NDList found = kernel.apply(scope, List.of(), policy, reference);
    return new Output(found.get(0), found.get(1));
  }
}
