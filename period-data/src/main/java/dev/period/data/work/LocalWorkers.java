package dev.period.data.work;

import java.util.function.Consumer;
import java.util.stream.LongStream;

/** One item after the other, in the calling thread. */
final class LocalWorkers implements Workers {
  @Override
  public <R> void run(Work<R> work, LongStream items, Consumer<? super R> results) {
    try (Items<R> open = work.open()) {
      items.forEachOrdered(item -> results.accept(open.make(item)));
    }
  }

  @Override
  public void close() {}
}
