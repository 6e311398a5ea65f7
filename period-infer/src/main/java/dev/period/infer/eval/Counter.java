package dev.period.infer.eval;

/** Whatever can be evaluated: a model, a remote service, a rule. */
@FunctionalInterface
public interface Counter {
  /**
   * Answers the item's question. Several threads ask at once where the evaluation has several
   * workers.
   *
   * @param item without its labels, see {@link EvalItem#withoutLabels()}
   * @throws dev.period.core.PeriodException of kind INPUT where the video cannot be read; the item
   *     is then skipped. Any other failure ends the evaluation.
   */
  Prediction predict(EvalItem item);
}
