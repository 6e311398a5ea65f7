package dev.period.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Which samples a step holds: step k those from k * batch size on. Each process takes its part of
 * them, in as many micro-batches as gradients are accumulated over. Parts that do not come out even
 * differ by one sample.
 *
 * @param <S> samples
 * @param <B> micro-batches of them
 * @param source the samples, by index
 * @param collator makes a micro-batch of some of them
 * @param batchSize samples per step
 * @param accumulation micro-batches per step and process
 * @param rank of this process
 * @param processes how many there are
 */
record StepBatches<S, B>(
    LongFunction<S> source,
    Function<List<S>, B> collator,
    int batchSize,
    int accumulation,
    int rank,
    int processes)
    implements LongFunction<List<B>> {
  @Override
  public List<B> apply(long step) {
    List<B> batches = new ArrayList<>();
    for (int part = rank * accumulation; part < (rank + 1) * accumulation; part++) {
      List<S> samples = new ArrayList<>();
      for (long i = first(part); i < first(part + 1); i++) {
        samples.add(source.apply(step * batchSize + i));
      }
      batches.add(collator.apply(samples));
    }
    return batches;
  }

  private long first(int part) {
    return (long) batchSize * part / ((long) accumulation * processes);
  }
}
