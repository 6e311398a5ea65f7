package dev.period.infer.eval;

import dev.period.infer.metrics.CountMetric;
import dev.period.infer.metrics.CountMetrics;
import dev.period.infer.metrics.Estimate;
import dev.period.infer.metrics.PeriodLlmMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as a table for the terminal: the model first, then the baselines. */
public final class ReportTable {
  private ReportTable() {}

  /** The headline figures, one line per system, each ended by a line feed. */
  public static String render(EvalReport report) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {report.task(), "mae_abs", "mae_norm", "obo_acc", "exact", "n"});
    lines.add(line(report.model(), report.metrics()));
    for (Map.Entry<String, CountMetrics> baseline : report.baselines().entrySet()) {
      lines.add(line(baseline.getKey(), baseline.getValue()));
    }
    StringBuilder text = new StringBuilder(aligned(lines));
    report
        .intervals()
        .ifPresent(
            quality ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "80 %% intervals: %.0f %% contain the true count, mean width %.1f\n",
                        100 * quality.coverage().value(),
                        quality.meanWidth().value())));
    report
        .times()
        .ifPresent(
            times ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "repetition times: times_f1 %.2f (%.2f to %.2f) over %d items,"
                            + " %.2f for equal spacing\n",
                        times.counted().f1().value(),
                        times.counted().f1().low(),
                        times.counted().f1().high(),
                        times.counted().n(),
                        times.uniform().f1().value())));
    report
        .calibration()
        .ifPresent(
            calibration ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "expected calibration error: %.3f; %.3f by chance, were it perfect\n",
                        calibration.ece().value(),
                        calibration.byChance())));
    if (!report.skipped().isEmpty()) {
      text.append(report.skipped().size()).append(" skipped: missing or unreadable\n");
    }
    if (report.unanswered() > 0) {
      text.append(report.unanswered()).append(" without a number in the answer: scored as 0\n");
    }
    report.periodLlm().ifPresent(figures -> text.append(periodLlm(report, figures)));
    return text.toString();
  }

  private static String periodLlm(EvalReport report, PeriodLlmFigures figures) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"period-llm", "mae", "rmse", "mer", "cider", "n"});
    lines.add(line(report.model(), figures.model()));
    figures.baselines().forEach((name, metrics) -> lines.add(line(name, metrics)));
    return "\n" + PeriodLlmFigures.NOTE + "\n" + aligned(lines);
  }

  private static String[] line(String name, PeriodLlmMetrics metrics) {
    return new String[] {
      name,
      figure(metrics, "mae"),
      figure(metrics, "rmse"),
      figure(metrics, "mer"),
      figure(metrics, "cider"),
      Integer.toString(metrics.n())
    };
  }

  private static String figure(PeriodLlmMetrics metrics, String key) {
    Estimate figure = metrics.figures().get(key);
    return figure == null ? "–" : String.format(Locale.ROOT, "%.3f", figure.value());
  }

  /** Lines of cells in columns, the first to the left, the others to the right. */
  static String aligned(List<String[]> lines) {
    int nameWidth = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      text.append(line[0]).append(" ".repeat(nameWidth - line[0].length()));
      for (int column = 1; column < line.length; column++) {
        int width = column == line.length - 1 ? 7 : 10;
        text.append(" ".repeat(Math.max(1, width - line[column].length()))).append(line[column]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String[] line(String name, CountMetrics metrics) {
    return new String[] {
      name,
      figure(metrics, CountMetric.MAE_ABS, 2),
      figure(metrics, CountMetric.MAE_NORM, 3),
      figure(metrics, CountMetric.OBO_ACC, 2),
      figure(metrics, CountMetric.OBZ_ACC, 2),
      Integer.toString(metrics.n())
    };
  }

  private static String figure(CountMetrics metrics, CountMetric metric, int decimals) {
    double value = metrics.value(metric);
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
