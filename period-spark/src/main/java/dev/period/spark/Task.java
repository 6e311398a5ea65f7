package dev.period.spark;

import dev.period.core.PeriodException;
import dev.period.data.work.Items;
import dev.period.data.work.Work;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import scala.Function1;
import scala.collection.Iterator;

/** Does a few items on an executor. */
record Task<R>(Work<R> work) implements Function1<Iterator<Long>, Batch<R>>, Serializable {
  @Override
  public Batch<R> apply(Iterator<Long> items) {
    List<R> results = new ArrayList<>();
    try {
      Items<R> open = OpenWork.of(work);
      while (items.hasNext()) {
        results.add(open.make(items.next()));
      }
      return new Batch<>(results, null);
    } catch (PeriodException e) {
      // without its cause, which need not be serializable
      return new Batch<>(results, new PeriodException(e.kind(), String.valueOf(e.getMessage())));
    }
  }
}
