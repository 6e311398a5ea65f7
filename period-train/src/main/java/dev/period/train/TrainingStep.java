package dev.period.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Recomputation;
import dev.period.core.engine.Torch;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.Dropout;
import dev.period.core.optim.Adam;
import dev.period.train.parallel.Agreement;
import dev.period.train.parallel.Collective;
import dev.period.train.parallel.GradientSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One optimizer step: forward and backward in micro-batches, sums over all processes, the hooks,
 * the optimizer. Micro-batches have their memory one after the other.
 *
 * @param <B> what the objective takes
 */
final class TrainingStep<B extends MicroBatch> {
  private final PeriodModel model;
  private final Objective<B> objective;
  private final List<GradientHook> hooks;
  private final Map<String, NDArray> trained;
  private final Adam optimizer;
  private final StepSettings settings;
  private final Collective processes;
  private final @Nullable GradientSum gradientSum;

  /**
   * A step.
   *
   * @param trained parameters by name, those of the optimizer
   * @param hooks called in this order
   * @param settings what happens to losses and gradients on the way
   */
  TrainingStep(
      PeriodModel model,
      Objective<B> objective,
      Map<String, NDArray> trained,
      List<GradientHook> hooks,
      Adam optimizer,
      StepSettings settings,
      Collective processes) {
    this.model = model;
    this.objective = objective;
    this.trained = trained;
    this.hooks = List.copyOf(hooks);
    this.optimizer = optimizer;
    this.settings = settings;
    this.processes = processes;
    this.gradientSum = processes.size() == 1 ? null : new GradientSum(processes, trained.values());
  }

  /**
   * Runs a step.
   *
   * @param batches its micro-batches, at least one
   * @param step counted from 0
   * @return figures for the log: {@code train/loss}, its parts, {@code train/grad_norm} and what
   *     the hooks say
   * @throws PeriodException of kind INPUT when the loss or a gradient is not finite; the parameters
   *     are then as they were
   * @throws dev.period.train.parallel.JointFailure instead, on all of several processes
   */
  Map<String, Double> run(List<B> batches, long step, long maxSteps, double rate) {
    StepTotals totals = StepTotals.of(step, maxSteps, batches, processes);
    Device device = model.parameters().device();
    double factor = settings.multiplier().of(step, maxSteps);
    try (Reweighting reweighting = new Reweighting(settings.rlo(), model, totals)) {
      Map<String, Double> metrics =
          summed(Agreement.all(processes, () -> backward(batches, totals, reweighting, factor)));
      if (settings.multiplier() != LossMultiplier.NONE) {
        metrics.put("train/loss_multiplier", factor);
      }
      if (gradientSum != null) {
        gradientSum.sum();
      }
      try (NDManager scope = Torch.scope(device)) {
        metrics.putAll(update(scope, batches, totals, reweighting, rate));
      }
      return metrics;
    }
  }

  /** Adds the gradients of one micro-batch to those of the step; its loss and the loss's parts. */
  private Map<String, Double> accumulate(B batch, Pass pass, double factor) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    try (NDManager scope = Torch.scope(model.parameters().device())) {
      Objective.Loss loss = Autograd.record(() -> objective.of(scope, model, batch, pass));
      float value = loss.total().getFloat();
      if (!Float.isFinite(value)) {
        long step = pass.totals().step() + 1;
        throw notFinite("the loss of step " + step + " is " + value, List.of(batch));
      }
      pass.backward(scope, loss.total(), factor);
      metrics.put("loss", (double) value);
      loss.parts().forEach((name, part) -> metrics.put(name, (double) part.getFloat()));
    }
    return metrics;
  }

  /** Forward and backward; the losses of this process's part. */
  private Map<String, Double> backward(
      List<B> batches, StepTotals totals, Reweighting reweighting, double factor) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train/loss", 0.0);
    Dropout dropout = model.parameters().dropout();
    for (int i = 0; i < batches.size(); i++) {
      dropout.on((totals.step() * processes.size() + processes.rank()) * batches.size() + i);
      try {
        Recomputation recomputation = settings.recompute() ? new Recomputation() : null;
        Pass pass = new Pass(totals, recomputation, reweighting);
        accumulate(batches.get(i), pass, factor)
            .forEach((name, value) -> metrics.merge("train/" + name, value, Double::sum));
      } finally {
        dropout.off();
      }
    }
    if (gradientSum != null && !gradientSum.finite()) {
      // in the sum it could no longer be told whose samples they were
      throw notFinite("a gradient of step " + (totals.step() + 1) + " is not finite", batches);
    }
    return metrics;
  }

  private Map<String, Double> summed(Map<String, Double> metrics) {
    double[] sums =
        processes.sum(metrics.values().stream().mapToDouble(Double::doubleValue).toArray());
    int i = 0;
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      metric.setValue(sums[i++]);
    }
    return metrics;
  }

  private Map<String, Double> update(
      NDManager scope, List<B> batches, StepTotals totals, Reweighting reweighting, double rate) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Map<String, NDArray> gradients = gradients(scope);
    for (GradientHook hook : hooks) {
      hook.apply(scope, gradients, totals)
          .forEach((name, value) -> metrics.put("train/" + name, value));
    }
    metrics.putAll(reweighting.finish(scope, model.parameters(), processes));
    float norm = optimizer.step(scope, rate, settings.maxGradNorm());
    if (!Float.isFinite(norm)) {
      throw notFinite("a gradient of step " + (totals.step() + 1) + " is not finite", batches);
    }
    metrics.put("train/grad_norm", (double) norm);
    return metrics;
  }

  private Map<String, NDArray> gradients(NDManager scope) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    trained.forEach(
        (name, parameter) -> {
          NDArray gradient = Autograd.gradient(scope, parameter);
          if (gradient != null) {
            gradients.put(name, gradient);
          }
        });
    return gradients;
  }

  private static PeriodException notFinite(String what, List<? extends MicroBatch> batches) {
    List<String> ids = new ArrayList<>();
    batches.forEach(batch -> ids.addAll(batch.ids()));
    return new PeriodException(
        Kind.INPUT,
        what
            + "; its samples are "
            + ids
            + "; look at them, or lower learning_rate and go on with --resume from the last"
            + " checkpoint");
  }
}
