package dev.period.infer.eval;

import dev.period.infer.metrics.Estimate;
import dev.period.infer.metrics.HeartRateMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A heart-rate report as one page that needs nothing else. */
final class HeartRateHtml {
  private static final List<String> COLUMNS =
      List.of("mae_abs", "rmse", "mape", "pearson", "snr_db", "macc");
  private static final int WORST = 12;

  private HeartRateHtml() {}

  /** The whole page. */
  static String page(HeartRateReport report) {
    StringBuilder page = new StringBuilder();
    ReportHtml.head(page, report.model() + " on rppg");
    page.append("<div class=\"sub\">").append(report.windows().size());
    page.append(" windows scored, ").append(report.skipped().size());
    page.append(" recordings skipped, ").append(report.unanswered());
    page.append(" windows without an answer</div>\n<div class=\"tiles\">\n");
    ReportHtml.tile(
        page, ReportHtml.number(report.metrics().value("mae_abs")), "mean error, beats per minute");
    ReportHtml.tile(page, ReportHtml.number(report.metrics().value("rmse")), "root mean square");
    ReportHtml.tile(page, ReportHtml.number(report.metrics().value("pearson")), "correlation");
    page.append("</div>\n<div class=\"scroll\"><table>\n<tr><th>system</th>");
    COLUMNS.forEach(key -> page.append("<th>").append(key).append("</th>"));
    page.append("<th>n</th></tr>\n");
    system(page, "model", report.model(), report.metrics());
    report.baselines().forEach((name, metrics) -> system(page, "baseline", name, metrics));
    page.append("</table></div>\n<p class=\"sub\">Small: 95 % bootstrap interval over recordings. ")
        .append("Errors in beats per minute, mape in percent.</p>\n");
    if (!report.windows().isEmpty()) {
      page.append("<h2>Predicted against true</h2>\n<div class=\"plots\">\n<figure>")
          .append(HeartRateSvg.of(report.windows()))
          .append("<figcaption>Filled: the model; rings: POS. Band: 5 beats per minute.")
          .append("</figcaption></figure>\n</div>\n");
      worst(page, report.windows());
    }
    if (!report.skipped().isEmpty()) {
      page.append("<h2>Skipped</h2>\n<div class=\"scroll\"><table>\n");
      report.skipped().forEach((id, reason) -> row(page, id, reason));
      page.append("</table></div>\n");
    }
    ReportHtml.foot(page, report.config(), report.provenance());
    return page.toString();
  }

  private static void system(
      StringBuilder page, String kind, String name, HeartRateMetrics metrics) {
    page.append("<tr class=\"").append(kind).append("\"><td class=\"name\">");
    page.append(ReportHtml.escape(name)).append("</td>");
    for (String key : COLUMNS) {
      Estimate figure = metrics.figures().get(key);
      page.append("<td>");
      if (figure == null) {
        page.append("–");
      } else {
        page.append(ReportHtml.number(figure.value())).append("<br><span class=\"ci\">");
        page.append(ReportHtml.number(figure.low())).append(" … ");
        page.append(ReportHtml.number(figure.high())).append("</span>");
      }
      page.append("</td>");
    }
    page.append("<td>").append(metrics.n()).append("</td></tr>\n");
  }

  private static void worst(StringBuilder page, List<HeartRateWindow> windows) {
    page.append("<h2>Farthest off</h2>\n<div class=\"scroll\"><table>\n")
        .append("<tr><th>recording</th><th>seconds</th><th>region</th><th>true</th>")
        .append("<th>data set's own</th><th>model</th><th>POS</th></tr>\n");
    windows.stream()
        .sorted(Comparator.comparingDouble(HeartRateHtml::error).reversed())
        .limit(WORST)
        .forEach(
            window -> {
              HeartRateAnswer pos =
                  window.methods().getOrDefault(ModelHeartRate.METHOD, HeartRateAnswer.NONE);
              row(
                  page,
                  window.recording(),
                  String.format(
                      Locale.ROOT, "%.1f … %.1f", window.startSeconds(), window.endSeconds()),
                  window.region(),
                  ReportHtml.number(window.truth()),
                  ReportHtml.number(window.labelled()),
                  ReportHtml.number(window.model().bpm()),
                  ReportHtml.number(pos.bpm()));
            });
    page.append("</table></div>\n");
  }

  private static double error(HeartRateWindow window) {
    return Math.abs(window.model().scored() - window.truth());
  }

  private static void row(StringBuilder page, String name, String... cells) {
    page.append("<tr><td class=\"name\">").append(ReportHtml.escape(name)).append("</td>");
    for (String cell : cells) {
      page.append("<td>").append(ReportHtml.escape(cell)).append("</td>");
    }
    page.append("</tr>\n");
  }
}
