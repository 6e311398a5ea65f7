package dev.period.infer.eval;

import dev.period.data.text.Intent;
import dev.period.infer.metrics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A report of routing as a table for the terminal: one line per kind of question, then all. */
public final class RoutingTable {
  private RoutingTable() {}

  /** The shares of questions understood, each line ended by a line feed. */
  public static String render(RoutingReport report) {
    Estimate accuracy = report.accuracy();
    return ReportTable.aligned(rows(report))
        + String.format(
            Locale.ROOT,
            "understood: %.2f (%.2f to %.2f)%n",
            accuracy.value(),
            accuracy.low(),
            accuracy.high());
  }

  /** The header and the lines. */
  static List<String[]> rows(RoutingReport report) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"routing", report.model(), "keywords", "n"});
    for (Intent intent : Intent.values()) {
      rows.add(row(RoutingEvaluation.name(intent), report.of(intent)));
    }
    rows.add(row("together", report.items()));
    return rows;
  }

  private static String[] row(String name, List<RoutingReport.Item> items) {
    return new String[] {
      name,
      share(items, RoutingReport.Item::right),
      share(items, RoutingReport.Item::keywordsRight),
      Integer.toString(items.size())
    };
  }

  private static String share(List<RoutingReport.Item> items, Predicate<RoutingReport.Item> right) {
    return items.isEmpty()
        ? "–"
        : String.format(
            Locale.ROOT, "%.2f", (double) items.stream().filter(right).count() / items.size());
  }
}
