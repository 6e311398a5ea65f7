package dev.period.cli;

import dev.period.core.PeriodException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Question after question from standard input, until its end or {@code exit}. */
final class Dialogue {
  private static final Set<String> FAREWELLS = Set.of("exit", "quit", "bye");

  private final Terminal terminal;
  private final CommonOptions common;

  Dialogue(Terminal terminal, CommonOptions common) {
    this.terminal = terminal;
    this.common = common;
  }

  /**
   * Gives each question to {@code asker}, which prints the answer.
   *
   * @return 0, or the exit code of the first question that failed when nobody watches
   */
  int run(Consumer<String> asker) {
    if (terminal.interactive() && !common.quiet()) {
      terminal.err().println("Ask about the video; 'exit' or Ctrl-D ends.");
    }
    int code = 0;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
    for (String line = next(lines); line != null; line = next(lines)) {
      String question = line.strip();
      if (question.isEmpty()) {
        continue;
      }
      if (FAREWELLS.contains(question)) {
        break;
      }
      try {
        asker.accept(question);
      } catch (PeriodException e) {
        // another question may be a better one, but not with a broken model
        if (e.kind() != PeriodException.Kind.USAGE) {
          throw e;
        }
        int failed = Failure.of(e).report(terminal, common.verbose());
        code = code == 0 && !terminal.interactive() ? failed : code;
      }
    }
    return code;
  }

  private @Nullable String next(BufferedReader lines) {
    if (terminal.interactive()) {
      terminal.err().print("> ");
      terminal.err().flush();
    }
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
