package dev.period.core;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the user can understand and act on: one sentence that says what is wrong, where,
 * and what to do.
 *
 * <p>The command line prints the message and exits with {@link Kind#exitCode()}; libraries may
 * catch it by kind.
 */
public final class PeriodException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, with its documented exit code. */
  public enum Kind {
    /** Wrong arguments or configuration. */
    USAGE(2),
    /** A video, an image or a data set that is missing or cannot be read. */
    INPUT(3),
    /** A model folder that is missing, incomplete or broken. */
    MODEL(4),
    /** The engine or its native libraries. */
    ENGINE(5),
    /** Not enough memory. */
    MEMORY(6);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The process exit code for this kind. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  /** Creates a failure of the given kind. */
  public PeriodException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Creates a failure of the given kind with its cause, if there is one. */
  public PeriodException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The kind of this failure. */
  public Kind kind() {
    return kind;
  }
}
