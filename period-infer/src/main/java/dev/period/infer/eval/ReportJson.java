package dev.period.infer.eval;

import dev.period.infer.metrics.CountMetrics;
import dev.period.infer.metrics.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON form of a report and of its predictions. Figures that are undefined are left out. */
final class ReportJson {
  private ReportJson() {}

  /** The content of report.json. */
  static Map<String, Object> report(EvalReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", report.task());
    json.put("n", report.scored().size());
    json.put("skipped", report.skipped().size());
    json.put("unanswered", report.unanswered());
    json.put("not_confident", report.notConfident());
    Map<String, Object> metrics = figures(report.metrics());
    report
        .captions()
        .ifPresent(
            captions -> {
              put(metrics, "cider", captions.cider());
              put(metrics, "bleu4", captions.bleu4());
              put(metrics, "rouge_l", captions.rougeL());
            });
    json.put("metrics", metrics);
    Map<String, Object> baselines = new LinkedHashMap<>();
    report.baselines().forEach((name, figures) -> baselines.put(name, figures(figures)));
    json.put("baselines", baselines);
    report
        .intervals()
        .ifPresent(
            intervals -> {
              Map<String, Object> quality = new LinkedHashMap<>();
              quality.put("level", IntervalQuality.LEVEL);
              quality.put("n", intervals.n());
              quality.put("coverage", intervals.coverage());
              quality.put("mean_width", intervals.meanWidth());
              json.put("intervals", quality);
            });
    json.put("model", report.model());
    json.put("config", report.config());
    json.put("provenance", report.provenance());
    List<Map<String, Object>> skipped = new ArrayList<>();
    report.skipped().forEach(outcome -> skipped.add(line(outcome)));
    json.put("skipped_items", skipped);
    return json;
  }

  /** A line of predictions.jsonl. */
  static Map<String, Object> line(Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", outcome.item().id());
    if (outcome instanceof Outcome.Skipped skipped) {
      json.put("skipped", skipped.reason());
    } else if (outcome instanceof Outcome.Scored scored) {
      Prediction prediction = scored.prediction();
      json.put("action", scored.item().action());
      json.put("truth", scored.item().truth());
      json.put("answer", prediction.answer());
      json.put("count", prediction.count());
      json.put("count_low", prediction.low());
      json.put("count_high", prediction.high());
      json.put("confident", prediction.confident());
      if (prediction.distribution() != null) {
        json.put("distribution", prediction.distribution());
      }
      if (!scored.baselines().isEmpty()) {
        json.put("baselines", new TreeMap<>(scored.baselines()));
      }
    }
    return json;
  }

  private static Map<String, Object> figures(CountMetrics metrics) {
    Map<String, Object> json = new LinkedHashMap<>();
    metrics.figures().forEach((metric, figure) -> put(json, metric.key(), figure));
    return json;
  }

  /** A figure and its interval; nothing where it is undefined. */
  static void put(Map<String, Object> json, String key, Estimate figure) {
    if (Double.isFinite(figure.value())) {
      json.put(key, figure.value());
      json.put(key + "_ci", List.of(figure.low(), figure.high()));
    }
  }
}
