package dev.period.infer.eval;

import dev.period.data.work.Work;
import dev.period.data.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Those who find out what becomes of items: threads of this process, or many machines.
 *
 * @param <R> what becomes of an item
 */
@FunctionalInterface
public interface Judges<R> {
  /** Takes what became of an item. */
  @FunctionalInterface
  interface Sink<R> {
    /** Takes the next one. */
    void accept(R result) throws IOException;
  }

  /**
   * Judges items.
   *
   * @param items by their place in the list that is evaluated
   * @param sink is told of each, in this order, one at a time
   * @throws IOException where {@code sink} does
   */
  void judge(List<Integer> items, Sink<R> sink) throws IOException;

  /**
   * Workers as judges.
   *
   * @param about what becomes of an item, by its place, after what was found out about it: labels
   *     are those of the list that is evaluated, wherever an item was judged
   */
  static <T, R> Judges<R> of(Workers workers, Work<T> work, BiFunction<Integer, T, R> about) {
    return (items, sink) -> {
      Iterator<Integer> next = items.iterator();
      try {
        workers.run(
            work,
            items.stream().mapToLong(i -> i),
            found -> {
              try {
                sink.accept(about.apply(next.next(), found));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }
}
