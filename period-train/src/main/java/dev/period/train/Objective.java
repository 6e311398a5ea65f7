package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.model.PeriodModel;
import java.util.Map;

/**
 * What a step minimises.
 *
 * @param <B> what it takes
 */
@FunctionalInterface
interface Objective<B extends MicroBatch> {
  /**
   * The part of a step's loss that comes from one micro-batch, with gradients recorded. The parts
   * of all micro-batches sum up to the loss of the step, whatever their number.
   *
   * @param pass through which the model is run
   */
  Loss of(NDManager scope, PeriodModel model, B batch, Pass pass);

  /**
   * A loss.
   *
   * @param total what is minimised, a scalar
   * @param parts scalars for the log, by name without the {@code train/} ahead; summed like the
   *     total. Which there are depends on the totals of the step alone: every process sums the same
   */
  record Loss(NDArray total, Map<String, NDArray> parts) {}
}
