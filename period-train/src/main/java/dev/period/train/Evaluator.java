package dev.period.train;

import dev.period.core.model.PeriodModel;
import java.util.Map;

/** Measures a model on held-out data. */
@FunctionalInterface
interface Evaluator {
  /** Metrics by name, for example {@code eval/text/obo_acc}. */
  Map<String, Double> evaluate(PeriodModel model);
}
