package dev.period.infer.eval;

import dev.period.infer.metrics.HeartRateMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of a heart-rate report. Figures that are undefined are left out. */
final class HeartRateJson {
  private HeartRateJson() {}

  /** The content of report.json. */
  static Map<String, Object> report(HeartRateReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "rppg");
    json.put("n", report.windows().size());
    json.put("skipped", report.skipped().size());
    json.put("unanswered", report.unanswered());
    json.put("metrics", figures(report.metrics(), report));
    Map<String, Object> baselines = new LinkedHashMap<>();
    report.baselines().forEach((name, metrics) -> baselines.put(name, figures(metrics, report)));
    json.put("baselines", baselines);
    json.put("model", report.model());
    json.put("config", report.config());
    json.put("provenance", report.provenance());
    List<Map<String, Object>> skipped = new ArrayList<>();
    report.skipped().forEach((id, reason) -> skipped.add(skipped(id, reason)));
    json.put("skipped_items", skipped);
    json.put("warnings", report.warnings());
    return json;
  }

  /** Each figure with its interval ({@code _ci}) and standard error ({@code _se}). */
  private static Map<String, Object> figures(HeartRateMetrics metrics, HeartRateReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    metrics
        .figures()
        .forEach(
            (key, figure) -> {
              ReportJson.put(json, key, figure);
              Double error = metrics.standardErrors().get(key);
              if (error != null) {
                json.put(key + "_se", error);
              }
            });
    if (!json.isEmpty() && metrics.n() != report.windows().size()) {
      json.put("n", metrics.n());
    }
    return json;
  }

  private static Map<String, Object> skipped(String id, @Nullable String reason) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("skipped", reason);
    return json;
  }
}
