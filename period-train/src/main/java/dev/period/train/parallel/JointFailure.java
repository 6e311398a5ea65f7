package dev.period.train.parallel;

import org.jspecify.annotations.Nullable;

/** Thrown on all processes when one of them has failed, and all know it. */
public final class JointFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int rank;

  JointFailure(int rank, @Nullable Throwable own) {
    super("process " + rank + " failed", own);
    this.rank = rank;
  }

  /** The process that tells the user; the first of them, if several failed. */
  public int rank() {
    return rank;
  }

  /** What happened; null on the processes that only stop because another one has failed. */
  public @Nullable Throwable own() {
    return getCause();
  }

  /** Throws what happened on the process that tells the user; does nothing on the others. */
  public void tell() {
    if (own() instanceof Error error) {
      throw error;
    }
    if (own() instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
