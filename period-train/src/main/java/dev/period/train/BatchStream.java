package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batches in order, made ahead of time on other threads. Batch k holds the samples k * size … : a
 * run resumes by starting at its step.
 */
final class BatchStream implements AutoCloseable {
  private static final int AHEAD = 6;

  private final SampleSource source;
  private final Collator collator;
  private final int size;
  private final ExecutorService workers;
  private final Deque<Future<TrainingBatch>> queue = new ArrayDeque<>();
  private long next;

  BatchStream(SampleSource source, Collator collator, int size, int threads, long firstBatch) {
    this.source = source;
    this.collator = collator;
    this.size = size;
    this.next = firstBatch;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "period-data");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The next batch; waits for it when the data threads are behind. */
  TrainingBatch next() throws InterruptedException {
    while (queue.size() < AHEAD) {
      long batch = next++;
      queue.add(workers.submit(() -> make(batch)));
    }
    try {
      return queue.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PeriodException cause) {
        throw cause;
      }
      throw new IllegalStateException("a batch could not be made", e.getCause());
    }
  }

  private TrainingBatch make(long batch) {
    List<Sample> samples = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      samples.add(source.sample(batch * size + i));
    }
    return collator.collate(samples);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
