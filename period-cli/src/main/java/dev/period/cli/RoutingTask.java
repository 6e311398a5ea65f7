package dev.period.cli;

import dev.period.data.text.RoutedQuestions;
import dev.period.infer.Period;
import dev.period.infer.eval.RoutingEvaluation;
import dev.period.infer.eval.RoutingTable;
import dev.period.infer.eval.SampleDataset;
import java.nio.file.Path;
import java.util.List;

/** {@code period eval routing}: whether the model knows what a question wants. */
final class RoutingTask {
  private final Terminal terminal;
  private final boolean quiet;

  RoutingTask(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Asks {@code n} questions and prints the table. */
  void run(Period period, long seed, int n, RoutingEvaluation evaluation) {
    List<RoutedQuestions.Asked> questions =
        RoutedQuestions.heldOut(
            SampleDataset.synthetic(seed, period.config().visualFrames()), seed, n);
    terminal.out().print(RoutingTable.render(evaluation.run(questions, period, listener(n))));
  }

  private RoutingEvaluation.Listener listener(int n) {
    ProgressBar bar = new ProgressBar(terminal, quiet, System::nanoTime);
    return new RoutingEvaluation.Listener() {
      @Override
      public void done(int questions) {
        bar.update(questions, n, "questions");
      }

      @Override
      public void setAside(Path folder) {
        EvalProgress.tellSetAside(terminal, quiet, folder);
      }
    };
  }
}
