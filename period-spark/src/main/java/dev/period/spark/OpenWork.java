package dev.period.spark;

import dev.period.data.work.Items;
import dev.period.data.work.Work;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The work that is open in this process: all tasks of an executor share one model. It is closed
 * when the process ends, or with the driver where that is the executor as well.
 */
final class OpenWork {
  private static final Map<Work<?>, Items<?>> OPEN = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(OpenWork::closeAll, "period-close"));
  }

  private OpenWork() {}

  /** The items of {@code work}; who comes first opens it, others wait. */
  @SuppressWarnings("unchecked") // each work is put beside its own items
  static <R> Items<R> of(Work<R> work) {
    return (Items<R>) OPEN.computeIfAbsent(work, Work::open);
  }

  static void closeAll() {
    OPEN.values()
        .removeIf(
            items -> {
              items.close();
              return true;
            });
  }
}
