package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseWave;
import dev.period.data.video.KeyFrames;
import dev.period.data.video.VideoLimits;
import dev.period.infer.metrics.Estimate;
import dev.period.infer.metrics.HeartRateMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of a heart-rate report. */
final class HeartRateHtml {
  private static final List<String> COLUMNS =
      List.of("mae_abs", "rmse", "mape", "pearson", "snr_db", "macc");
  private static final int WORST = 8;
  private static final int LISTED = 100;
  private static final int PICTURES = 5;

  private HeartRateHtml() {}

  /**
   * The whole page.
   *
   * @param recordings where pictures of the worst windows come from
   */
  static String page(HeartRateReport report, List<PulseRecording> recordings) {
    HtmlPage page =
        new HtmlPage(
            report.model() + " on rppg",
            "%d windows scored, %d recordings skipped, %d windows without an answer"
                .formatted(report.windows().size(), report.skipped().size(), report.unanswered()));
    page.tiles(
        List.of(
            HtmlPage.Tile.number(
                "mean error, beats per minute", report.metrics().figures().get("mae_abs")),
            HtmlPage.Tile.number("root mean square", report.metrics().figures().get("rmse")),
            HtmlPage.Tile.number("correlation", report.metrics().figures().get("pearson"))));
    if (!report.windows().isEmpty()) {
      systems(page, report);
      windows(page, report);
      worst(page, report, recordings);
    }
    if (!report.skipped().isEmpty()) {
      page.heading("Skipped");
      List<List<String>> rows = new ArrayList<>();
      report.skipped().forEach((id, reason) -> rows.add(List.of(id, reason)));
      page.table(List.of("recording", "why"), rows, List.of(1));
    }
    if (!report.warnings().isEmpty()) {
      page.heading("Warnings");
      page.table(
          List.of("about files that were used"),
          report.warnings().stream().map(List::of).toList(),
          List.of(0));
    }
    return page.end(report.config(), report.provenance());
  }

  private static void systems(HtmlPage page, HeartRateReport report) {
    page.heading("Beside the classical methods");
    List<SystemsTable.Row> rows = new ArrayList<>();
    rows.add(row(report.model(), report.metrics()));
    report.baselines().forEach((name, metrics) -> rows.add(row(name, metrics)));
    page.markup(SystemsTable.of(COLUMNS, rows));
    page.paragraph(
        "Small: 95 % bootstrap interval over recordings. Errors in beats per minute, mape in"
            + " percent.");
    page.openPlots();
    page.plot(
        "Found against true",
        HeartRateScatter.of(report.windows()),
        "Filled: the model; rings: POS. Band: 5 beats per minute.");
    Map<String, Estimate> systems = new LinkedHashMap<>();
    rows.forEach(
        row -> {
          Estimate error = row.figures().get("mae_abs");
          if (error != null) {
            systems.put(row.name(), error);
          }
        });
    if (systems.containsKey(report.model())) {
      page.plot(
          "Mean error",
          ForestSvg.of("mean error", systems, 0),
          "In beats per minute; smaller is better. Lines: 95 % intervals.");
    }
    page.closePlots();
  }

  private static SystemsTable.Row row(String name, HeartRateMetrics metrics) {
    return new SystemsTable.Row(name, metrics.n(), metrics.figures());
  }

  private static void windows(HtmlPage page, HeartRateReport report) {
    page.heading("Window by window");
    List<String> methods = new ArrayList<>(report.windows().get(0).methods().keySet());
    List<String> header = new ArrayList<>(List.of("recording", "seconds", "region", "true"));
    header.addAll(List.of("data set's own", "model"));
    header.addAll(methods);
    List<List<String>> rows = new ArrayList<>();
    for (HeartRateWindow window : report.windows().stream().limit(LISTED).toList()) {
      List<String> row = new ArrayList<>();
      row.add(window.recording());
      row.add(seconds(window));
      row.add(window.region());
      row.add(beats(window.truth()));
      row.add(beats(window.labelled()));
      row.add(beats(window.model().bpm()));
      methods.forEach(
          name -> row.add(beats(window.methods().getOrDefault(name, HeartRateAnswer.NONE).bpm())));
      rows.add(row);
    }
    page.table(header, rows, List.of());
    if (report.windows().size() > LISTED) {
      page.paragraph("and " + (report.windows().size() - LISTED) + " more, in predictions.jsonl");
    }
  }

  private static void worst(
      HtmlPage page, HeartRateReport report, List<PulseRecording> recordings) {
    Map<String, Path> files = new HashMap<>();
    for (PulseRecording recording : recordings) {
      if (recording.file() != null) {
        files.put(recording.id(), recording.file());
      }
    }
    page.heading("Farthest off");
    page.paragraph(
        "Curve: strength of each heart rate, in beats per minute, in the wave that the model is"
            + " shown; dashed: the true one; orange: the model's.");
    page.markup("<div class=\"cards\">\n");
    report.windows().stream()
        .sorted(Comparator.comparingDouble(HeartRateHtml::error).reversed())
        .limit(WORST)
        .forEach(window -> page.markup(card(window, files.get(window.recording()))));
    page.markup("</div>\n");
  }

  private static String card(HeartRateWindow window, @Nullable Path file) {
    StringBuilder card = new StringBuilder("<div class=\"card\"><h3>");
    card.append(HtmlPage.escape(window.recording())).append(", ").append(seconds(window));
    card.append("</h3>\n<dl>");
    fact(card, "true", beats(window.truth()));
    fact(card, "model", beats(window.model().bpm()));
    HeartRateAnswer pos = HeartRateScatter.pos(window);
    fact(card, "POS", beats(pos.bpm()));
    if (Double.isFinite(pos.snrDecibels())) {
      fact(card, "SNR of POS", String.format(Locale.ROOT, "%.1f dB", pos.snrDecibels()));
    }
    card.append("</dl>\n").append(strip(window, file));
    PulseWave.Spectrum spectrum = window.spectrum();
    if (spectrum != null) {
      card.append(SpectrumSvg.of(spectrum, window.truth(), window.model().bpm()));
    }
    return card.append("</div>\n").toString();
  }

  private static void fact(StringBuilder card, String name, String value) {
    card.append("<div><dt>").append(name).append("</dt><dd>").append(HtmlPage.escape(value));
    card.append("</dd></div>");
  }

  /** A video that cannot be read a second time has no pictures; its figures stand. */
  private static String strip(HeartRateWindow window, @Nullable Path file) {
    if (file == null) {
      return "";
    }
    try {
      return Thumbnails.strip(
          KeyFrames.of(
              file,
              window.startSeconds(),
              window.endSeconds(),
              Thumbnails.LONGER_SIDE,
              PICTURES,
              VideoLimits.defaults()));
    } catch (PeriodException e) {
      return "";
    }
  }

  private static String seconds(HeartRateWindow window) {
    return String.format(Locale.ROOT, "%.0f to %.0f s", window.startSeconds(), window.endSeconds());
  }

  private static String beats(double bpm) {
    return Double.isFinite(bpm) ? String.format(Locale.ROOT, "%.1f", bpm) : "–";
  }

  private static double error(HeartRateWindow window) {
    return Math.abs(window.model().scored() - window.truth());
  }
}
