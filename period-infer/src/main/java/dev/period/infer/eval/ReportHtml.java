package dev.period.infer.eval;

import dev.period.infer.metrics.CountMetric;
import dev.period.infer.metrics.CountMetrics;
import dev.period.infer.metrics.Estimate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one page that needs nothing else: no script, no font, no picture from outside. */
final class ReportHtml {
  private static final List<CountMetric> COLUMNS =
      List.of(
          CountMetric.MAE_ABS,
          CountMetric.MAE_NORM,
          CountMetric.OBO_ACC,
          CountMetric.OBZ_ACC,
          CountMetric.RMSE,
          CountMetric.PEARSON);
  private static final int WORST = 12;
  private static final int LISTED = 50;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2430; --soft: #68748a; --line: #dfe4ec;
        --paper: #fff; --card: #f6f8fb; --accent: #2563eb; --warm: #d97706; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --soft: #94a0b5;
        --line: #2c3543; --paper: #12161d; --card: #1a202a; --accent: #6ea0ff; --warm: #f0a94b; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 62rem; margin: 2.5rem auto; padding: 0 1.25rem; }
      h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
      .sub, .ci, figcaption { color: var(--soft); } .ci { font-size: .8em; white-space: nowrap; }
      .tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.4rem 0; }
      .tile { background: var(--card); border-radius: .6rem; padding: .7rem 1.1rem; }
      .tile b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
      th { color: var(--soft); font-weight: 500; } th:first-child, td.name { text-align: left; }
      tr.model td { font-weight: 600; background: var(--card); } td.name { overflow-wrap: anywhere; }
      .plots { display: flex; flex-wrap: wrap; gap: 1.5rem; } figure { margin: 0; flex: 1 1 26rem; }
      .scroll { overflow-x: auto; } svg { width: 100%; height: auto; }
      svg text { fill: var(--soft); font-size: 12px; }
      pre { background: var(--card); padding: .8rem 1rem; border-radius: .6rem; overflow-x: auto; }
      """;

  private ReportHtml() {}

  /** The whole page. */
  static String page(EvalReport report) {
    StringBuilder page = new StringBuilder();
    head(page, report.model() + " on " + report.task());
    page.append("<div class=\"sub\">")
        .append(report.scored().size())
        .append(" items scored, ")
        .append(report.skipped().size())
        .append(" skipped, ")
        .append(report.unanswered())
        .append(" answers without a number (scored as 0), ")
        .append(report.notConfident())
        .append(" not confident</div>\n");
    tiles(page, report);
    systems(page, report);
    if (!report.scored().isEmpty()) {
      page.append("<h2>Where it is right and where not</h2>\n<div class=\"plots\">\n<figure>")
          .append(ScatterSvg.of(report.scored()))
          .append("<figcaption>Predicted against true count. Line: right; band: off by one; ")
          .append("whiskers: 80 % interval.</figcaption></figure>\n<figure>")
          .append(ErrorByCountSvg.of(report.scored()))
          .append("<figcaption>Mean error by true count, in repetitions; n items each.")
          .append("</figcaption></figure>\n</div>\n");
      worst(page, report);
    }
    abstained(page, report);
    skipped(page, report);
    foot(page, report.config(), report.provenance());
    return page.toString();
  }

  /** What the figures depend on, and the end of the page. */
  static void foot(StringBuilder page, Map<String, Object> config, Map<String, Object> provenance) {
    page.append("<h2>Configuration and provenance</h2>\n<pre>");
    pairs(page, config);
    pairs(page, provenance);
    page.append("</pre>\n</html>\n");
  }

  /** The beginning of a page, up to its title. */
  static void head(StringBuilder page, String title) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
  }

  private static void tiles(StringBuilder page, EvalReport report) {
    page.append("<div class=\"tiles\">\n");
    tile(page, number(report.metrics().value(CountMetric.MAE_ABS)), "mean error, repetitions");
    tile(page, percent(report.metrics().value(CountMetric.OBO_ACC)), "off by one at most");
    tile(page, percent(report.metrics().value(CountMetric.OBZ_ACC)), "exact");
    report
        .intervals()
        .ifPresent(q -> tile(page, percent(q.coverage()), "inside the 80 % interval"));
    report.captions().ifPresent(c -> tile(page, number(c.cider().value()), "CIDEr (0 to 10)"));
    page.append("</div>\n");
  }

  static void tile(StringBuilder page, String value, String label) {
    page.append("<div class=\"tile\"><b>").append(value).append("</b>");
    page.append(label).append("</div>\n");
  }

  private static void systems(StringBuilder page, EvalReport report) {
    page.append("<div class=\"scroll\"><table>\n<tr><th>system</th>");
    COLUMNS.forEach(column -> page.append("<th>").append(column.key()).append("</th>"));
    page.append("</tr>\n");
    system(page, "model", report.model(), report.metrics());
    report.baselines().forEach((name, metrics) -> system(page, "baseline", name, metrics));
    page.append("</table></div>\n<p class=\"sub\">Small: 95 % bootstrap interval over items. ")
        .append("mae_norm leaves out items whose true count is 0.</p>\n");
  }

  private static void system(StringBuilder page, String kind, String name, CountMetrics metrics) {
    page.append("<tr class=\"").append(kind).append("\"><td class=\"name\">");
    page.append(escape(name)).append("</td>");
    for (CountMetric column : COLUMNS) {
      Estimate figure = metrics.figures().get(column);
      page.append("<td>");
      if (figure == null) {
        page.append("–");
      } else {
        page.append(number(figure.value())).append("<br><span class=\"ci\">");
        page.append(number(figure.low())).append(" … ").append(number(figure.high()));
        page.append("</span>");
      }
      page.append("</td>");
    }
    page.append("</tr>\n");
  }

  private static void worst(StringBuilder page, EvalReport report) {
    List<Outcome.Scored> wrong =
        report.scored().stream()
            .filter(outcome -> error(outcome) > 0)
            .sorted(Comparator.comparingInt(ReportHtml::error).reversed())
            .limit(WORST)
            .toList();
    if (wrong.isEmpty()) {
      return;
    }
    page.append("<h2>Farthest off</h2>\n<div class=\"scroll\"><table>\n")
        .append("<tr><th>item</th><th>action</th><th>true</th><th>counted</th>")
        .append("<th>80 % interval</th></tr>\n");
    for (Outcome.Scored outcome : wrong) {
      Prediction prediction = outcome.prediction();
      page.append("<tr><td class=\"name\">").append(escape(outcome.item().id()));
      page.append("</td><td>").append(escape(outcome.item().action()));
      page.append("</td><td>").append(outcome.item().truth());
      page.append("</td><td>").append(prediction.count() == null ? "–" : prediction.count());
      page.append("</td><td>");
      if (prediction.low() == null || prediction.high() == null) {
        page.append("–");
      } else {
        page.append(prediction.low()).append(" … ").append(prediction.high());
      }
      page.append("</td></tr>\n");
    }
    page.append("</table></div>\n");
  }

  private static void abstained(StringBuilder page, EvalReport report) {
    List<Outcome.Scored> unsure =
        report.scored().stream()
            .filter(outcome -> !outcome.prediction().confident())
            .sorted(Comparator.comparing(outcome -> outcome.prediction().count() != null))
            .toList();
    if (unsure.isEmpty()) {
      return;
    }
    page.append("<h2>Not answered, or not with confidence</h2>\n<div class=\"scroll\"><table>\n")
        .append("<tr><th>item</th><th>true</th><th>answer</th></tr>\n");
    for (Outcome.Scored outcome : unsure.subList(0, Math.min(unsure.size(), LISTED))) {
      page.append("<tr><td class=\"name\">").append(escape(outcome.item().id()));
      page.append("</td><td>").append(outcome.item().truth()).append("</td><td>");
      page.append(escape(outcome.prediction().answer())).append("</td></tr>\n");
    }
    page.append("</table></div>\n");
    if (unsure.size() > LISTED) {
      page.append("<p class=\"sub\">and ").append(unsure.size() - LISTED);
      page.append(" more, in predictions.jsonl</p>\n");
    }
  }

  private static void skipped(StringBuilder page, EvalReport report) {
    if (report.skipped().isEmpty()) {
      return;
    }
    page.append("<h2>Skipped</h2>\n<div class=\"scroll\"><table>\n");
    for (Outcome.Skipped outcome : report.skipped()) {
      page.append("<tr><td class=\"name\">").append(escape(outcome.item().id()));
      page.append("</td><td>").append(escape(outcome.reason())).append("</td></tr>\n");
    }
    page.append("</table></div>\n");
  }

  private static void pairs(StringBuilder page, Map<String, Object> pairs) {
    pairs.forEach(
        (key, value) ->
            page.append(escape(key))
                .append(": ")
                .append(escape(String.valueOf(value)))
                .append('\n'));
  }

  private static int error(Outcome.Scored outcome) {
    return Math.abs(outcome.scoredCount() - outcome.item().truth());
  }

  static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * value);
  }

  /** For text and attributes: names of files and answers of models are not to be trusted. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
