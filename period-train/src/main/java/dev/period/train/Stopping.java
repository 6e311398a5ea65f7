package dev.period.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * An interrupt (Ctrl-C, SIGTERM) that waits until the run has saved. The JVM ends as soon as its
 * shutdown hooks have, so this one holds it until {@link #close}.
 */
final class Stopping implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Consumer<String> listener;
  private final Thread hook = new Thread(this::ask, "period-save");

  private Stopping(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Listens from now on; {@code listener} hears what a waiting user should know. */
  static Stopping listen(Consumer<String> listener) {
    Stopping stopping = new Stopping(listener);
    Runtime.getRuntime().addShutdownHook(stopping.hook);
    return stopping;
  }

  /** True once somebody wants the run to stop. */
  boolean asked() {
    return asked.get();
  }

  private void ask() {
    asked.set(true);
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        listener.accept("finishing the step, then saving; killing it now loses what is not saved");
        finished.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the JVM end. */
  @Override
  public void close() {
    finished.countDown();
    if (!asked.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the JVM has begun to end in this very moment
      }
    }
  }
}
