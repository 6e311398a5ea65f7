package dev.period.cli;

import dev.period.data.rppg.PulseDataset;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.work.Workers;
import dev.period.infer.Period;
import dev.period.infer.eval.HeartRateEvaluation;
import dev.period.infer.eval.HeartRateReport;
import dev.period.infer.eval.HeartRateSettings;
import dev.period.infer.eval.HeartRateTable;
import dev.period.infer.eval.Judges;
import dev.period.infer.eval.ModelHeartRate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code period eval rppg}: heart rates, with recordings as items. */
final class RppgTask {
  private final Terminal terminal;
  private final boolean quiet;
  private final List<PulseRecording> recordings;

  /**
   * Prepares an evaluation.
   *
   * @param limit at most so many recordings; null for all
   */
  RppgTask(Terminal terminal, boolean quiet, PulseDataset dataset, @Nullable Integer limit) {
    this.terminal = terminal;
    this.quiet = quiet;
    List<PulseRecording> all = dataset.recordings();
    this.recordings = limit == null ? all : all.subList(0, Math.min(limit, all.size()));
  }

  /** Evaluates in this process and prints the table. */
  void here(Period period, HeartRateSettings settings) {
    print(
        new HeartRateEvaluation(settings).run(recordings, new ModelHeartRate(period), listener()));
  }

  /** Evaluates by others and prints the table. */
  void spread(Workers workers, RppgWork work, HeartRateSettings settings) {
    print(
        new HeartRateEvaluation(settings)
            .run(
                recordings,
                Judges.of(workers, work, (i, found) -> found.about(recordings.get(i))),
                listener()));
  }

  private void print(HeartRateReport report) {
    terminal.out().print(HeartRateTable.render(report));
    if (!quiet) {
      report.warnings().forEach(terminal.err()::println);
    }
  }

  private HeartRateEvaluation.Listener listener() {
    ProgressBar bar = new ProgressBar(terminal, quiet, System::nanoTime);
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
