package dev.period.cli;

import ai.djl.engine.EngineException;
import dev.period.core.PeriodException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed command: one sentence for the user and the documented exit code.
 *
 * @param code the exit code
 * @param message one sentence
 * @param cause for {@code --verbose}
 */
public record Failure(int code, String message, Throwable cause) {
  /** Exit code of wrong arguments or configuration. */
  static final int USAGE = PeriodException.Kind.USAGE.exitCode();

  private static final int INTERNAL = 70;

  /** Finds the sentence and the code for {@code thrown}, looking through what wraps it. */
  public static Failure of(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = next(e)) {
      if (e instanceof PeriodException known) {
        return new Failure(known.kind().exitCode(), oneLine(known.getMessage()), thrown);
      }
      if (e instanceof OutOfMemoryError) {
        return new Failure(
            PeriodException.Kind.MEMORY.exitCode(),
            "out of memory; give Java more with PERIOD_JAVA_OPTS=-Xmx4g, or use fewer frames",
            thrown);
      }
      if (e instanceof EngineException && isOutOfMemory(e)) {
        return new Failure(
            PeriodException.Kind.MEMORY.exitCode(),
            "out of memory for tensors; use --dtype bf16, fewer frames, or smaller batches",
            thrown);
      }
      if (e instanceof LinkageError || e instanceof EngineException) {
        return new Failure(
            PeriodException.Kind.ENGINE.exitCode(),
            "the engine failed (" + oneLine(e.getMessage()) + "); run 'period doctor'",
            thrown);
      }
    }
    return new Failure(
        INTERNAL,
        "internal error (%s: %s); run again with --verbose for the stack trace"
            .formatted(thrown.getClass().getSimpleName(), oneLine(thrown.getMessage())),
        thrown);
  }

  /** Prints the sentence, with the stack trace if {@code verbose}, and returns the exit code. */
  public int report(Terminal terminal, boolean verbose) {
    terminal.problem(message);
    if (verbose) {
      cause.printStackTrace(terminal.err());
    }
    return code;
  }

  /** In the words of libtorch's allocators, of the CPU and of CUDA. */
  private static boolean isOutOfMemory(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return List.of("not enough memory", "can't allocate memory", "out of memory").stream()
        .anyMatch(message::contains);
  }

  private static @Nullable Throwable next(Throwable e) {
    return e.getCause() == e ? null : e.getCause();
  }

  // libtorch's messages bring a C++ stack trace, one frame per line
  private static String oneLine(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "no message";
    }
    return message.strip().lines().findFirst().orElse("");
  }
}
