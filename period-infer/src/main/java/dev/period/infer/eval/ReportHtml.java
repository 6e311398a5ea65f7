package dev.period.infer.eval;

import dev.period.infer.metrics.CountMetric;
import dev.period.infer.metrics.CountMetrics;
import dev.period.infer.metrics.Estimate;
import dev.period.infer.metrics.PeriodLlmMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of a counting report. */
final class ReportHtml {
  private static final List<String> COLUMNS =
      List.of("mae_abs", "mae_norm", "obo_acc", "obz_acc", "rmse", "pearson");
  private static final List<String> PERIOD_LLM =
      List.of("mae", "rmse", "mer", "me", "std", "p", "cider");
  private static final int LISTED = 50;

  private ReportHtml() {}

  /**
   * The whole page.
   *
   * @param pictures of the worst items; null where there are none
   */
  static String page(EvalReport report, @Nullable ItemPictures pictures) {
    HtmlPage page =
        new HtmlPage(
            report.model() + " on " + report.task(),
            String.format(
                Locale.ROOT,
                "%d items scored, %d skipped, %d answers without a number (scored as 0), %d not"
                    + " confident",
                report.scored().size(),
                report.skipped().size(),
                report.unanswered(),
                report.notConfident()));
    page.tiles(tiles(report));
    if (!report.scored().isEmpty()) {
      systems(page, report);
      rightAndWrong(page, report);
      origins(page, report);
      worst(page, report, pictures);
    }
    abstained(page, report);
    skipped(page, report);
    periodLlm(page, report);
    return page.end(report.config(), report.provenance());
  }

  private static List<HtmlPage.Tile> tiles(EvalReport report) {
    List<HtmlPage.Tile> tiles = new ArrayList<>();
    Map<CountMetric, Estimate> figures = report.metrics().figures();
    tiles.add(HtmlPage.Tile.number("mean error, repetitions", figures.get(CountMetric.MAE_ABS)));
    tiles.add(HtmlPage.Tile.share("off by one at most", figures.get(CountMetric.OBO_ACC)));
    tiles.add(HtmlPage.Tile.share("exact", figures.get(CountMetric.OBZ_ACC)));
    report
        .intervals()
        .ifPresent(
            quality ->
                tiles.add(
                    new HtmlPage.Tile(
                        HtmlPage.percent(quality.coverage().value()),
                        "inside the 80 % interval",
                        String.format(
                            Locale.ROOT, "%.1f wide on average", quality.meanWidth().value()))));
    report
        .times()
        .ifPresent(times -> tiles.add(HtmlPage.Tile.number("times, F1", times.counted().f1())));
    report
        .calibration()
        .ifPresent(
            calibration ->
                tiles.add(
                    new HtmlPage.Tile(
                        HtmlPage.number(calibration.ece().value()),
                        "calibration error",
                        HtmlPage.number(calibration.byChance()) + " by chance, were it perfect")));
    report
        .captions()
        .ifPresent(captions -> tiles.add(HtmlPage.Tile.number("CIDEr, 0 to 10", captions.cider())));
    return tiles;
  }

  private static void systems(HtmlPage page, EvalReport report) {
    page.heading("Beside the baselines");
    List<SystemsTable.Row> rows = new ArrayList<>();
    rows.add(row(report.model(), report.metrics()));
    report.baselines().forEach((name, metrics) -> rows.add(row(name, metrics)));
    page.markup(SystemsTable.of(COLUMNS, rows));
    page.paragraph(
        "Small: 95 % bootstrap interval over items; the best of each column in colour. mae_norm"
            + " leaves out items whose true count is 0.");
    report
        .times()
        .ifPresent(
            times ->
                page.paragraph(
                    String.format(
                        Locale.ROOT,
                        "When repetitions end: F1 %.2f over %d items (an end is right within a"
                            + " quarter of a period), %.2f for as many ends at equal spacing.",
                        times.counted().f1().value(),
                        times.counted().n(),
                        times.uniform().f1().value())));
    page.openPlots();
    forest(page, report, CountMetric.MAE_ABS, "Mean error", "In repetitions; smaller is better.");
    forest(
        page,
        report,
        CountMetric.OBO_ACC,
        "Off by one at most",
        "Share of items; larger is better.");
    page.closePlots();
  }

  private static SystemsTable.Row row(String name, CountMetrics metrics) {
    Map<String, Estimate> figures = new LinkedHashMap<>();
    metrics.figures().forEach((metric, figure) -> figures.put(metric.key(), figure));
    return new SystemsTable.Row(name, metrics.n(), figures);
  }

  private static void forest(
      HtmlPage page, EvalReport report, CountMetric metric, String title, String caption) {
    Map<String, Estimate> systems = new LinkedHashMap<>();
    Estimate model = report.metrics().figures().get(metric);
    if (model != null) {
      systems.put(report.model(), model);
      report
          .baselines()
          .forEach((name, metrics) -> systems.put(name, metrics.figures().get(metric)));
      page.plot(title, ForestSvg.of(title, systems, 0), caption + " Lines: 95 % intervals.");
    }
  }

  private static void rightAndWrong(HtmlPage page, EvalReport report) {
    page.heading("Right and wrong");
    page.openPlots();
    page.plot(
        "Counted against true",
        CountScatter.of(report.scored()),
        "A larger dot: more items at one place. Line: right; band: off by one;"
            + " whiskers: 80 % intervals, where there are not too many.");
    report
        .calibration()
        .ifPresent(
            calibration ->
                page.plot(
                    "As sure as it should be?",
                    CalibrationSvg.of(calibration),
                    "How often answers of about one confidence are right; on the line they are"
                        + " right as often as the model believes. A larger dot: more items."));
    page.closePlots();
  }

  private static void origins(HtmlPage page, EvalReport report) {
    page.heading("Where the error comes from");
    String stroke =
        report
            .bestBaseline()
            .map(name -> "Mean error in repetitions. Stroke: " + name + ", the best baseline.")
            .orElse("Mean error in repetitions.");
    page.openPlots();
    bars(page, "By true count", ErrorGroup.byCount(report), stroke);
    bars(
        page,
        "By seconds per repetition",
        ErrorGroup.byPeriod(report),
        stroke + " Seconds: length over true count.");
    bars(page, "By class", ErrorGroup.byClass(report), stroke);
    page.closePlots();
  }

  private static void bars(HtmlPage page, String title, List<ErrorGroup> groups, String caption) {
    if (!groups.isEmpty()) {
      page.plot(title, ErrorBarsSvg.of("mean error " + title, groups), caption);
    }
  }

  private static void worst(HtmlPage page, EvalReport report, @Nullable ItemPictures pictures) {
    List<Outcome.Scored> worst = WorstItems.of(report);
    if (worst.isEmpty()) {
      return;
    }
    page.heading("Farthest off");
    if (worst.stream().anyMatch(outcome -> outcome.prediction().curve() != null)) {
      page.paragraph(
          "Bands: the repetitions that the model found; line: how much of one passes at each"
              + " moment.");
    }
    page.markup("<div class=\"cards\">\n");
    worst.forEach(outcome -> page.markup(WorstItems.card(outcome, pictures)));
    page.markup("</div>\n");
  }

  private static void abstained(HtmlPage page, EvalReport report) {
    List<List<String>> unsure =
        report.scored().stream()
            .filter(outcome -> !outcome.prediction().confident())
            .sorted(Comparator.comparing(outcome -> outcome.prediction().count() != null))
            .map(
                outcome ->
                    List.of(
                        outcome.item().id(),
                        Integer.toString(outcome.item().truth()),
                        outcome.prediction().answer()))
            .toList();
    if (!unsure.isEmpty()) {
      page.heading("Not answered, or not with confidence");
      listed(page, List.of("item", "true", "answer"), unsure, List.of(2));
    }
  }

  private static void skipped(HtmlPage page, EvalReport report) {
    List<List<String>> rows =
        report.skipped().stream()
            .map(outcome -> List.of(outcome.item().id(), outcome.reason()))
            .toList();
    if (!rows.isEmpty()) {
      page.heading("Skipped");
      page.paragraph(
          report.missing()
              + " without a file, "
              + (report.skipped().size() - report.missing())
              + " that cannot be read. They count for nobody.");
      listed(page, List.of("item", "why"), rows, List.of(1));
    }
  }

  private static void listed(
      HtmlPage page, List<String> header, List<List<String>> rows, List<Integer> prose) {
    page.table(header, rows.subList(0, Math.min(rows.size(), LISTED)), prose);
    if (rows.size() > LISTED) {
      page.paragraph("and " + (rows.size() - LISTED) + " more, in predictions.jsonl");
    }
  }

  private static void periodLlm(HtmlPage page, EvalReport report) {
    report
        .periodLlm()
        .ifPresent(
            figures -> {
              page.heading("By Period-LLM's released evaluation");
              page.warning("Not to be compared with the rest: " + PeriodLlmFigures.NOTE + ".");
              List<SystemsTable.Row> rows = new ArrayList<>();
              rows.add(row(report.model(), figures.model()));
              figures.baselines().forEach((name, metrics) -> rows.add(row(name, metrics)));
              page.markup(SystemsTable.of(PERIOD_LLM, rows));
            });
  }

  private static SystemsTable.Row row(String name, PeriodLlmMetrics metrics) {
    return new SystemsTable.Row(name, metrics.n(), metrics.figures());
  }
}
