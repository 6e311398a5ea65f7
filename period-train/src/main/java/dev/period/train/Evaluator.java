package dev.period.train;

import dev.period.core.model.PeriodModel;

/** Measures a model on held-out data. */
@FunctionalInterface
interface Evaluator {
  /** Measures; the same model gives the same figures. */
  Evaluation evaluate(PeriodModel model);
}
