package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** Something that changes gradients between the backward passes of a step and the optimizer. */
@FunctionalInterface
interface GradientHook {
  /**
   * Changes gradients in place; called once per step, before they are clipped.
   *
   * @param scope of this call
   * @param gradients by parameter name; those of parameters that no loss has reached are missing
   * @return figures for the log, without the {@code train/} ahead
   */
  Map<String, Double> apply(NDManager scope, Map<String, NDArray> gradients, StepTotals totals);
}
