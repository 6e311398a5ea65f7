package dev.period.train;

/**
 * How an optimizer step goes, whatever its objective.
 *
 * @param maxGradNorm largest global norm of the gradients that the optimizer gets
 * @param recompute whether activations are recomputed in the backward pass
 * @param multiplier of the loss
 * @param rlo re-weighting of gradients
 */
record StepSettings(
    double maxGradNorm, boolean recompute, LossMultiplier multiplier, RloSettings rlo) {
  /** Nothing but a clipped norm. */
  static StepSettings plain(double maxGradNorm) {
    return new StepSettings(maxGradNorm, false, LossMultiplier.NONE, RloSettings.OFF);
  }
}
