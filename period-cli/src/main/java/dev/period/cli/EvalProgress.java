package dev.period.cli;

import dev.period.infer.eval.Outcome;
import dev.period.infer.eval.Progress;
import java.nio.file.Path;

/** What a person hears while an evaluation runs. */
final class EvalProgress implements Progress {
  private final Terminal terminal;
  private final boolean quiet;
  private final ProgressBar bar;

  EvalProgress(Terminal terminal, boolean quiet, ProgressBar bar) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.bar = bar;
  }

  @Override
  public void done(int done, int total, Outcome outcome) {
    if (outcome instanceof Outcome.Skipped skipped && !quiet) {
      bar.clear();
      terminal.err().println(skipped.item().id() + " skipped: " + skipped.reason());
    }
    bar.update(done, total, "items");
  }

  @Override
  public void resumed(int answers, int total) {
    tellResumed(terminal, quiet, answers, total, "items");
  }

  @Override
  public void setAside(Path folder) {
    tellSetAside(terminal, quiet, folder);
  }

  static void tellResumed(Terminal terminal, boolean quiet, int answers, int total, String what) {
    if (!quiet) {
      terminal
          .err()
          .println("%d of %d %s are known from an earlier run".formatted(answers, total, what));
    }
  }

  static void tellSetAside(Terminal terminal, boolean quiet, Path folder) {
    if (!quiet) {
      terminal
          .err()
          .println(
              "the folder held answers of another model, other code, settings or items: they"
                  + " are in "
                  + folder
                  + " now");
    }
  }
}
