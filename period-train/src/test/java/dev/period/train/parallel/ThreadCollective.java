package dev.period.train.parallel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Threads that take the part of processes: the arithmetic of several without a launcher. */
public final class ThreadCollective implements Collective {
  private final int rank;
  private final Shared shared;

  private record Shared(double[][] given, CyclicBarrier barrier) {}

  private ThreadCollective(int rank, Shared shared) {
    this.rank = rank;
    this.shared = shared;
  }

  /** Runs {@code work} on {@code n} threads at once and gives what each returns, by rank. */
  public static <T> List<T> run(int n, Function<Collective, T> work) throws Exception {
    Shared shared = new Shared(new double[n][], new CyclicBarrier(n));
    ExecutorService threads = Executors.newFixedThreadPool(n);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int rank = 0; rank < n; rank++) {
        Collective own = new ThreadCollective(rank, shared);
        futures.add(threads.submit(() -> work.apply(own)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int localRank() {
    return rank;
  }

  @Override
  public int size() {
    return shared.given().length;
  }

  @Override
  public void sum(FloatBuffer values) {
    double[] doubles = new double[values.capacity()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.get(i);
    }
    double[] sums = sum(doubles);
    for (int i = 0; i < sums.length; i++) {
      values.put(i, (float) sums[i]);
    }
  }

  @Override
  public double[] sum(double... values) {
    shared.given()[rank] = values;
    await();
    double[] sums = new double[values.length];
    for (double[] given : shared.given()) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += given[i];
      }
    }
    await();
    return sums;
  }

  @Override
  public void close() {}

  private void await() {
    try {
      shared.barrier().await(2, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("process " + rank + " waits alone", e);
    }
  }
}
