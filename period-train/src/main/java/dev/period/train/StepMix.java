package dev.period.train;

import dev.period.data.Sample;
import dev.period.data.SampleSource;

/**
 * Two sources in turns, a step from one of them, spread evenly over the run. Steps are not mixed:
 * what comes from one source tends to be of one length.
 *
 * @param batchSize samples per step
 * @param share of steps from {@code first}, from 0 to 1
 */
record StepMix(int batchSize, double share, SampleSource first, SampleSource second)
    implements SampleSource {
  @Override
  public Sample sample(long index) {
    long step = index / batchSize;
    long place = index % batchSize;
    long before = before(step);
    return before(step + 1) > before
        ? first.sample(before * batchSize + place)
        : second.sample((step - before) * batchSize + place);
  }

  /** How many of the steps ahead of {@code step} come from the first source. */
  private long before(long step) {
    return (long) Math.floor(step * share + 0.5);
  }
}
