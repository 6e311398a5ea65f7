package dev.period.cli;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on and keeps the first failure: a {@link java.io.PrintStream} over it swallows the
 * exception, and a full disk would look like an answer that was given.
 */
final class WatchedOutput extends FilterOutputStream {
  private @Nullable IOException failure;

  WatchedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /**
   * Whether all has arrived, or whoever read it wanted no more, as {@code head} does.
   *
   * @throws PeriodException of kind USAGE where something was lost
   */
  void check() {
    if (failure != null && !unwanted(failure)) {
      throw new PeriodException(
          Kind.USAGE,
          "the output is incomplete, it cannot be written (%s); free some room or send it elsewhere"
              .formatted(failure.getMessage()),
          failure);
    }
  }

  /** The message is all that tells a pipe without reader: Linux and macOS, then Windows. */
  private static boolean unwanted(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }
}
