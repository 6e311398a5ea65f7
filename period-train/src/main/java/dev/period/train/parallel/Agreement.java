package dev.period.train.parallel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that all processes do at the same time, each its own, and that fails on all of them or on
 * none: otherwise the others would wait in the next sum for the one that has failed.
 */
public final class Agreement {
  private Agreement() {}

  /**
   * Does {@code work} and waits for the others to have done theirs.
   *
   * @return what this process's work gives
   * @throws JointFailure on all processes when the work of one failed; a process alone throws what
   *     the work throws
   */
  public static <T extends @Nullable Object> T all(Collective processes, Supplier<T> work) {
    if (processes.size() == 1) {
      return work.get();
    }
    T result = null;
    Throwable problem = null;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) { // also when memory is out, or a native call failed
      problem = e;
    }
    double[] failed = processes.gather(problem == null ? 0 : 1);
    for (int rank = 0; rank < failed.length; rank++) {
      if (failed[rank] != 0) {
        throw new JointFailure(rank, rank == processes.rank() ? problem : null);
      }
    }
    return result;
  }

  /**
   * Work of process 0 alone, such as writing files; the others wait for it.
   *
   * @return what it gives; null on the other processes
   * @throws JointFailure on all processes when it failed, as {@link #all(Collective, Supplier)}
   */
  public static <T extends @Nullable Object> @Nullable T leader(
      Collective processes, Supplier<T> work) {
    return all(processes, () -> processes.leads() ? work.get() : null);
  }

  /** As {@link #all(Collective, Supplier)}, for work without a result. */
  public static void all(Collective processes, Runnable work) {
    boolean unused =
        all(
            processes,
            () -> {
              work.run();
              return true;
            });
  }
}
