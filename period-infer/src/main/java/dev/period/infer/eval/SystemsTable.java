package dev.period.infer.eval;

import dev.period.infer.metrics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headline table: a row per system with its intervals, the best of each column marked. */
final class SystemsTable {
  /** Figures of which a larger value is better. */
  private static final Set<String> RISING =
      Set.of("obo_acc", "obz_acc", "pearson", "snr_db", "macc", "cider", "bleu4", "rouge_l", "p");

  /** Figures that say nothing about good and bad. */
  private static final Set<String> NEUTRAL = Set.of("me", "std");

  private SystemsTable() {}

  /**
   * A system.
   *
   * @param n number of items
   * @param figures by key
   */
  record Row(String name, int n, Map<String, Estimate> figures) {}

  /**
   * An HTML element; columns that no system has are left out.
   *
   * @param rows the model first
   */
  static String of(List<String> columns, List<Row> rows) {
    List<String> there =
        columns.stream()
            .filter(key -> rows.stream().anyMatch(row -> row.figures().containsKey(key)))
            .toList();
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<tr><th>system</th>");
    there.forEach(key -> html.append("<th>").append(key).append("</th>"));
    html.append("<th>n</th></tr>\n");
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      html.append(i == 0 ? "<tr class=\"model\"><td>" : "<tr><td>");
      html.append(HtmlPage.escape(row.name())).append("</td>");
      for (String key : there) {
        html.append(cell(row.figures().get(key), rows.size() > 1 && best(key, row, rows)));
      }
      html.append("<td>").append(row.n()).append("</td></tr>\n");
    }
    return html.append("</table></div>\n").toString();
  }

  private static String cell(@Nullable Estimate figure, boolean best) {
    if (figure == null) {
      return "<td>–</td>";
    }
    return "<td%s>%s<span class=\"ci\">%s to %s</span></td>"
        .formatted(
            best ? " class=\"best\"" : "",
            HtmlPage.number(figure.value()),
            HtmlPage.number(figure.low()),
            HtmlPage.number(figure.high()));
  }

  private static boolean best(String key, Row row, List<Row> rows) {
    Estimate figure = row.figures().get(key);
    if (figure == null || NEUTRAL.contains(key)) {
      return false;
    }
    double sign = RISING.contains(key) ? 1 : -1;
    return rows.stream()
        .map(other -> other.figures().get(key))
        .allMatch(other -> other == null || sign * other.value() <= sign * figure.value());
  }
}
