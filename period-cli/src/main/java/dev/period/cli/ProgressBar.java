package dev.period.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress on standard error: a bar that is drawn again in place on a terminal, else one line now
 * and then, so that a log stays readable.
 */
public final class ProgressBar {
  private static final int WIDTH = 24;
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration LINE = Duration.ofSeconds(20);
  private static final String ERASE_LINE = "\r\033[2K";

  /** What does not fit into the line is cut off: a second line would stay. */
  private static final String NO_WRAP = "\033[?7l";

  private static final String WRAP = "\033[?7h";

  private final Terminal terminal;
  private final boolean quiet;
  private final LongSupplier nanoTime;
  private final long started;
  private long firstDone = -1;
  private long lastShown;
  private boolean drawn;

  /** A bar that tells the time by {@code nanoTime}. */
  public ProgressBar(Terminal terminal, boolean quiet, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /** {@code done} of {@code total} are done; {@code detail} is shown behind. */
  public void update(long done, long total, String detail) {
    boolean first = firstDone < 0;
    if (first) {
      firstDone = done - 1; // a resumed run does not begin at 0
    }
    long now = nanoTime.getAsLong();
    Duration pause = terminal.live() ? REDRAW : LINE;
    if (quiet || !(first || done >= total || now - lastShown >= pause.toNanos())) {
      return;
    }
    lastShown = now;
    String text = "%d/%d %s%s".formatted(done, total, detail, remaining(done, total, now));
    if (!terminal.live()) {
      terminal.err().println(text);
      return;
    }
    int filled = (int) (WIDTH * done / Math.max(1, total));
    terminal.err().print(ERASE_LINE + NO_WRAP + bar(filled) + " " + text + WRAP);
    terminal.err().flush();
    drawn = true;
    if (done >= total) {
      terminal.err().println();
      drawn = false;
    }
  }

  /** Makes room for a line of text. */
  public void clear() {
    if (drawn) {
      terminal.err().print(ERASE_LINE);
      drawn = false;
    }
  }

  private static String bar(int filled) {
    return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
  }

  private String remaining(long done, long total, long now) {
    if (done >= total || done - firstDone < 2) {
      return "";
    }
    long seconds = (long) ((now - started) / 1e9 / (done - firstDone) * (total - done));
    return String.format(
        Locale.ROOT, ", %d:%02d:%02d left", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
