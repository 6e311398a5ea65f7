package dev.period.cli;

import dev.period.train.TrainListener;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a training run as a progress bar, or as a line now and then without a terminal. Safe for
 * use by several threads.
 */
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
  public synchronized void step(long step, long maxSteps, Map<String, Double> metrics) {
    bar.update(step, maxSteps, describe(metrics));
  }

  @Override
  public synchronized void message(String line) {
    if (!quiet) {
      bar.clear();
      terminal.err().println(line);
    }
  }

  private static String describe(Map<String, Double> metrics) {
    StringBuilder text = new StringBuilder();
    append(text, metrics, "train/loss", "loss %.4f", 1);
    append(text, metrics, "train/reward_margin", "margin %.3f", 1);
    append(text, metrics, "train/reward_accuracy", "right %.0f %%", 100);
    append(text, metrics, "train/learning_rate", "lr %.1e", 1);
    append(text, metrics, "train/grad_norm", "norm %.2f", 1);
    append(text, metrics, "train/tokens_per_second", "%.0f tokens/s", 1);
    append(text, metrics, "train/frames_per_second", "%.0f frames/s", 1);
    append(text, metrics, "train/data_wait", "waits %.0f %%", 100);
    append(text, metrics, "train/resident_mb", "%.1f GB", 1e-3);
    return text.toString();
  }

  private static void append(
      StringBuilder text, Map<String, Double> metrics, String key, String format, double scale) {
    Double value = metrics.get(key);
    if (value != null) {
      text.append(text.length() == 0 ? "" : ", ")
          .append(String.format(Locale.ROOT, format, value * scale));
    }
  }
}
