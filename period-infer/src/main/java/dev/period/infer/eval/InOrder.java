package dev.period.infer.eval;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Works on several things at once and hands the results on in the order of the things. */
final class InOrder {
  /** Results that may wait for an earlier one, per thread. */
  private static final int AHEAD = 3;

  private InOrder() {}

  /** Takes a result; called on the caller's thread. */
  @FunctionalInterface
  interface Sink<R> {
    void accept(R result) throws IOException;
  }

  /**
   * Applies {@code work} to all {@code things}. The first failure, in their order, ends it and is
   * thrown; what is under way then is finished and forgotten.
   *
   * @param threads at least 1; with one, everything happens on the caller's thread
   */
  static <T, R> void forEach(List<T> things, int threads, Function<T, R> work, Sink<R> sink)
      throws IOException {
    if (threads == 1 || things.size() < 2) {
      for (T thing : things) {
        sink.accept(work.apply(thing));
      }
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, things.size()));
    Deque<Future<R>> waiting = new ArrayDeque<>();
    try {
      for (T thing : things) {
        waiting.add(pool.submit(() -> work.apply(thing)));
        if (waiting.size() >= AHEAD * threads) {
          sink.accept(result(waiting.remove()));
        }
      }
      while (!waiting.isEmpty()) {
        sink.accept(result(waiting.remove()));
      }
    } finally {
      waiting.forEach(future -> future.cancel(false));
      stop(pool);
    }
  }

  /** Waits for what is under way: who called may close the model next. */
  private static void stop(ExecutorService pool) {
    pool.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the evaluation was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
