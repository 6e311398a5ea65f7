package dev.period.train;

import dev.period.core.PeriodException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * The micro-batches of one step after the other, made ahead of time on other threads. What a step
 * holds depends on its number alone: a run resumes by starting at its step.
 *
 * @param <B> a micro-batch
 */
final class BatchStream<B> implements AutoCloseable {
  private static final int AHEAD = 6;

  private final LongFunction<List<B>> steps;
  private final ExecutorService workers;
  private final Deque<Future<List<B>>> queue = new ArrayDeque<>();
  private long next;

  /**
   * A stream.
   *
   * @param steps makes the micro-batches of a step; called on several threads
   * @param firstStep counted from 0
   */
  BatchStream(LongFunction<List<B>> steps, int threads, long firstStep) {
    this.steps = steps;
    this.next = firstStep;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "period-data");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The next step's micro-batches; waits for them when the data threads are behind. */
  List<B> next() throws InterruptedException {
    while (queue.size() < AHEAD) {
      long step = next++;
      queue.add(workers.submit(() -> steps.apply(step)));
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

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
