package dev.period.train;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Which samples a step holds: step k those from k * batch size on, in as many micro-batches as
 * gradients are accumulated over; a process takes its share of the micro-batches.
 *
 * @param source the samples
 * @param collator makes a micro-batch of some of them
 * @param batchSize samples per step
 * @param accumulation micro-batches per step; divides the batch size
 * @param rank of this process
 * @param processes how many there are; divides the accumulation
 */
record StepBatches(
    SampleSource source,
    Collator collator,
    int batchSize,
    int accumulation,
    int rank,
    int processes)
    implements LongFunction<List<TrainingBatch>> {
  @Override
  public List<TrainingBatch> apply(long step) {
    int size = batchSize / accumulation;
    List<TrainingBatch> batches = new ArrayList<>();
    for (int micro = rank; micro < accumulation; micro += processes) {
      List<Sample> samples = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        samples.add(source.sample(step * batchSize + (long) micro * size + i));
      }
      batches.add(collator.collate(samples));
    }
    return batches;
  }
}
