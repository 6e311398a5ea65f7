package dev.period.train;

import dev.period.train.parallel.Collective;
import java.util.List;

/**
 * What a whole optimizer step holds, over all of its micro-batches and all processes. A loss that
 * divides by these numbers instead of its own sums up to the loss of one big batch.
 *
 * @param step the step, counted from 0
 * @param maxSteps length of the run
 * @param samples in all micro-batches
 * @param sequences samples with a sequence, see {@link MicroBatch#sequences}
 */
record StepTotals(long step, long maxSteps, double samples, double sequences) {
  static StepTotals of(
      long step, long maxSteps, List<? extends MicroBatch> batches, Collective processes) {
    double[] sums = {
      batches.stream().mapToInt(MicroBatch::samples).sum(),
      batches.stream().mapToInt(MicroBatch::sequences).sum()
    };
    double[] all = processes.sum(sums);
    return new StepTotals(step, maxSteps, all[0], all[1]);
  }
}
