package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLikelihood;
import dev.period.core.model.DpoLoss;
import dev.period.core.model.PeriodModel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Direct preference optimization, averaged over pairs (Rafailov et al. 2023; PPLLaVA's second
 * training), and, with a weight of its own, the cross-entropy of chosen answers. That is a mean
 * over the tokens of an answer and then over answers, so that it does not depend on what else is in
 * the batch.
 *
 * <p>The log has the mean margin between the rewards of chosen and rejected answers, the share of
 * pairs in which it is above zero, and both rewards.
 */
final class DpoObjective implements Objective<PreferenceBatch> {
  private final AnswerLikelihood likelihood = new AnswerLikelihood();
  private final DpoLoss loss;
  private final double alpha;
  private final double gamma;

  DpoObjective(DpoSettings settings) {
    this.loss = new DpoLoss(settings.beta(), settings.labelSmoothing());
    this.alpha = settings.alpha();
    this.gamma = settings.gamma();
  }

  @Override
  public Loss of(NDManager scope, PeriodModel model, PreferenceBatch batch, Pass pass) {
    double pairs = pass.totals().samples();
    PeriodModel.Output output = pass.forward(scope, model, batch.inputs());
    NDArray logits = pass.logits(scope, model, batch.inputs(), output, batch.rows());
    int answers = batch.reference().length;
    NDArray policy = likelihood.of(scope, logits, batch.targets(), batch.owners(), answers);
    DpoLoss.Output found = loss.of(scope, policy, Torch.floats(scope, batch.reference(), answers));
    NDArray dpo = found.losses().sum().mul(Torch.number(scope, 1 / pairs));
    NDArray total = dpo.mul(Torch.number(scope, alpha));
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("dpo_loss", dpo);
    if (gamma > 0) {
      float[] weights = new float[answers];
      for (int chosen = 0; chosen < answers; chosen += 2) {
        weights[chosen] = (float) (-1 / (batch.lengths()[chosen] * pairs));
      }
      NDArray sft = policy.mul(Torch.floats(scope, weights, answers)).sum();
      parts.put("sft_loss", sft);
      total = total.add(sft.mul(Torch.number(scope, gamma)));
    }
    figures(found.rewards().toFloatArray())
        .forEach((name, sum) -> parts.put(name, Torch.number(scope, sum / pairs)));
    return new Loss(total, parts);
  }

  /** Sums over pairs. */
  private static Map<String, Double> figures(float[] rewards) {
    double chosen = 0;
    double rejected = 0;
    double right = 0;
    for (int i = 0; i < rewards.length; i += 2) {
      chosen += rewards[i];
      rejected += rewards[i + 1];
      right += rewards[i] > rewards[i + 1] ? 1 : 0;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("reward_margin", chosen - rejected);
    figures.put("reward_accuracy", right);
    figures.put("reward_chosen", chosen);
    figures.put("reward_rejected", rejected);
    return figures;
  }
}
