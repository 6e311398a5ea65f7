package dev.period.data;

/**
 * An endless, deterministic source of samples: the same index always gives the same sample, on any
 * thread.
 */
@FunctionalInterface
public interface SampleSource {
  /** The sample at {@code index}, which must not be negative. */
  Sample sample(long index);
}
