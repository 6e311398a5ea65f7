package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLoss;
import dev.period.core.model.PeriodModel;
import dev.period.core.periodicity.DensityLoss;
import dev.period.core.periodicity.PeriodicityEncoder;

/**
 * The loss of a batch: cross-entropy of the answers with soft digits, plus the periodicity
 * encoder's own loss on where the repetitions are.
 */
final class Objective {
  private final AnswerLoss answerLoss = new AnswerLoss();
  private final DensityLoss densityLoss = new DensityLoss();
  private final double densityWeight;

  Objective(double densityWeight) {
    this.densityWeight = densityWeight;
  }

  /**
   * The parts of a loss, scalars.
   *
   * @param total what is minimised
   * @param answer cross-entropy per sample, summed over the tokens of its answer
   * @param density loss of the periodicity encoder; zero without one
   */
  record Loss(NDArray total, NDArray answer, NDArray density) {}

  Loss of(NDManager scope, PeriodModel model, TrainingBatch batch) {
    PeriodModel.Output output = model.forward(scope, batch.inputs(), null);
    NDArray logits = model.logits(scope, output.hidden(), batch.rows());
    NDArray answer =
        answerLoss.of(
            scope, logits, batch.candidates(), batch.probabilities(), batch.inputs().size());
    PeriodicityEncoder.Output found = output.periodicity();
    if (found == null || batch.density() == null || batch.active() == null) {
      return new Loss(answer, answer, Torch.floats(scope, new float[] {0}));
    }
    NDArray density = densityLoss.of(scope, found, batch.density(), batch.active());
    // a double would promote the scalar to FP64
    NDArray total = answer.add(density.mul((float) densityWeight));
    return new Loss(total, answer, density);
  }
}
