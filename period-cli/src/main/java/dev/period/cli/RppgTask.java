package dev.period.cli;

import dev.period.data.rppg.PulseDataset;
import dev.period.data.rppg.PulseRecording;
import dev.period.infer.Period;
import dev.period.infer.eval.HeartRateEvaluation;
import dev.period.infer.eval.HeartRateReport;
import dev.period.infer.eval.HeartRateSettings;
import dev.period.infer.eval.HeartRateTable;
import dev.period.infer.eval.ModelHeartRate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code period eval rppg}: heart rates, with recordings as items. */
final class RppgTask {
  private final Terminal terminal;
  private final boolean quiet;

  RppgTask(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /**
   * Evaluates and prints the table.
   *
   * @param limit at most so many recordings; null for all
   */
  void run(
      Period period, PulseDataset dataset, HeartRateSettings settings, @Nullable Integer limit) {
    List<PulseRecording> recordings = dataset.recordings();
    if (limit != null) {
      recordings = recordings.subList(0, Math.min(limit, recordings.size()));
    }
    ProgressBar bar = new ProgressBar(terminal, quiet, System::nanoTime);
    HeartRateReport report =
        new HeartRateEvaluation(settings)
            .run(recordings, new ModelHeartRate(period), listener(bar));
    terminal.out().print(HeartRateTable.render(report));
    if (!quiet) {
      report.warnings().forEach(terminal.err()::println);
    }
  }

  private HeartRateEvaluation.Listener listener(ProgressBar bar) {
    return new HeartRateEvaluation.Listener() {
      @Override
      public void done(int done, int total, String id, @Nullable String problem) {
        if (problem != null && !quiet) {
          bar.clear();
          terminal.err().println(id + " skipped: " + problem);
        }
        bar.update(done, total, "recordings");
      }

      @Override
      public void resumed(int recordings, int total) {
        EvalProgress.tellResumed(terminal, quiet, recordings, total, "recordings");
      }

      @Override
      public void setAside(Path folder) {
        EvalProgress.tellSetAside(terminal, quiet, folder);
      }
    };
  }
}
