package dev.period.train;

/** What the loss of a step is multiplied by before its gradients are taken. */
enum LossMultiplier {
  /** 1. */
  NONE,
  /**
   * 2 / (1 + exp(-10 step / max_steps)), which goes from 1 to 2 (Period-LLM's released code). Adam
   * cancels most of it, see {@link dev.period.core.optim.RowReweighting}; clipping all of it that
   * exceeds the norm.
   */
  PERIOD_LLM;

  /** The factor of a step, counted from 0. */
  double of(long step, long maxSteps) {
    return this == NONE ? 1 : 2 / (1 + Math.exp(-10.0 * step / maxSteps));
  }
}
