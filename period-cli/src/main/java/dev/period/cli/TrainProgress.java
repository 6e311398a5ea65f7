package dev.period.cli;

import dev.period.train.TrainListener;
import java.util.Locale;
import java.util.Map;

/** Shows a training run as a progress bar, or as a line now and then without a terminal. */
final class TrainProgress implements TrainListener {
  private final Terminal terminal;
  private final boolean quiet;
  private final ProgressBar bar;

  TrainProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.bar = new ProgressBar(terminal, quiet, System::nanoTime);
  }

  @Override
  public void started(String summary) {
    message(summary);
  }

  @Override
  public void step(long step, long maxSteps, Map<String, Double> metrics) {
    bar.update(step, maxSteps, describe(metrics));
  }

  @Override
  public void message(String line) {
    if (!quiet) {
      bar.clear();
      terminal.err().println(line);
    }
  }

  private static String describe(Map<String, Double> metrics) {
    StringBuilder text = new StringBuilder();
    append(text, metrics, "train/loss", "loss %.4f");
    append(text, metrics, "train/learning_rate", "lr %.1e");
    append(text, metrics, "train/samples_per_second", "%.1f samples/s");
    return text.toString();
  }

  private static void append(
      StringBuilder text, Map<String, Double> metrics, String key, String format) {
    Double value = metrics.get(key);
    if (value != null) {
      text.append(text.length() == 0 ? "" : ", ").append(String.format(Locale.ROOT, format, value));
    }
  }
}
