package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLoss;
import dev.period.core.model.PeriodModel;
import dev.period.core.periodicity.DensityLoss;
import dev.period.core.periodicity.PeriodicityEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cross-entropy of the answers with soft digits, summed over the tokens of an answer and averaged
 * over samples, plus the periodicity encoder's own loss on where the repetitions are, averaged over
 * sequences.
 */
final class AnswerObjective implements Objective<TrainingBatch> {
  private final AnswerLoss answerLoss = new AnswerLoss();
  private final DensityLoss densityLoss = new DensityLoss();
  private final double densityWeight;

  AnswerObjective(double densityWeight) {
    this.densityWeight = densityWeight;
  }

  @Override
  public Loss of(NDManager scope, PeriodModel model, TrainingBatch batch, Pass pass) {
    StepTotals totals = pass.totals();
    PeriodModel.Output output = pass.forward(scope, model, batch.inputs());
    NDArray logits = pass.logits(scope, model, batch.inputs(), output, batch.rows());
    NDArray answer =
        answerLoss.of(scope, logits, batch.candidates(), batch.probabilities(), totals.samples());
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("answer_loss", answer);
    PeriodicityEncoder.Output found = output.periodicity();
    if (found == null || batch.density() == null || batch.active() == null) {
      if (totals.sequences() > 0) { // they are in other parts of the step
        parts.put("density_loss", Torch.floats(scope, new float[] {0}));
      }
      return new Loss(answer, parts);
    }
    NDArray density =
        densityLoss
            .of(scope, found, batch.density(), batch.active())
            .mul(Torch.number(scope, batch.sequences() / totals.sequences()));
    parts.put("density_loss", density);
    return new Loss(answer.add(density.mul(Torch.number(scope, densityWeight))), parts);
  }
}
