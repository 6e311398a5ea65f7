package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Recomputation;
import dev.period.core.model.Batch;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.TrainingPass;
import org.jspecify.annotations.Nullable;

/**
 * The way of one micro-batch through the model and back.
 *
 * @param totals of the whole step
 * @param recomputation of activations in the backward pass; null where they are kept
 * @param reweighting of gradients in this step
 */
record Pass(StepTotals totals, @Nullable Recomputation recomputation, Reweighting reweighting) {

  /** Runs the model. */
  PeriodModel.Output forward(NDManager scope, PeriodModel model, Batch batch) {
    return model.forwardTraining(
        scope, batch, new TrainingPass(recomputation, reweighting.observe(batch)));
  }

  /**
   * Logits of a batch that went {@link #forward}.
   *
   * @param rows flat indices of the tokens whose successors are asked for
   */
  NDArray logits(
      NDManager scope, PeriodModel model, Batch batch, PeriodModel.Output output, long[] rows) {
    return reweighting.logits(scope, model, batch, output.hidden(), rows);
  }

  /** Adds the gradients of {@code loss} times {@code factor} to those of the step. */
  void backward(NDManager scope, NDArray loss, double factor) {
    if (recomputation == null) {
      Autograd.backward(scope, loss, factor);
    } else {
      recomputation.backward(scope, loss, factor);
    }
  }
}
