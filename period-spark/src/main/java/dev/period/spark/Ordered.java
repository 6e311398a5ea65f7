package dev.period.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import scala.Function2;
import scala.runtime.BoxedUnit;

/** Hands results on in the order of the items. Spark calls it once for each task that is done. */
final class Ordered<R> implements Function2<Object, Batch<R>, BoxedUnit> {
  private final Consumer<? super R> results;
  private final Map<Integer, Batch<R>> waiting = new HashMap<>();
  private int next;

  Ordered(Consumer<? super R> results) {
    this.results = results;
  }

  @Override
  public synchronized BoxedUnit apply(Object task, Batch<R> batch) {
    waiting.put((Integer) task, batch);
    for (Batch<R> ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
      next++;
      ready.results().forEach(results);
      if (ready.problem() != null) {
        throw ready.problem();
      }
    }
    return BoxedUnit.UNIT;
  }
}
