package dev.period.infer.eval;

import dev.period.infer.metrics.HeartRateMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A heart-rate report as a table for the terminal: the model first, then the baselines. */
public final class HeartRateTable {
  private HeartRateTable() {}

  /** The headline figures, one line per system, each ended by a line feed. */
  public static String render(HeartRateReport report) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"rppg", "mae_abs", "rmse", "mape", "pearson", "snr_db", "n"});
    lines.add(line(report.model(), report.metrics()));
    for (Map.Entry<String, HeartRateMetrics> baseline : report.baselines().entrySet()) {
      lines.add(line(baseline.getKey(), baseline.getValue()));
    }
    StringBuilder text = new StringBuilder(ReportTable.aligned(lines));
    if (!report.skipped().isEmpty()) {
      text.append(report.skipped().size()).append(" recordings skipped: missing or unreadable\n");
    }
    if (report.unanswered() > 0) {
      text.append(report.unanswered()).append(" windows without an answer of the model\n");
    }
    return text.toString();
  }

  private static String[] line(String name, HeartRateMetrics metrics) {
    return new String[] {
      name,
      figure(metrics, "mae_abs", 2),
      figure(metrics, "rmse", 2),
      figure(metrics, "mape", 1),
      figure(metrics, "pearson", 2),
      figure(metrics, "snr_db", 1),
      Integer.toString(metrics.n())
    };
  }

  private static String figure(HeartRateMetrics metrics, String key, int decimals) {
    double value = metrics.value(key);
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
