package dev.period.infer.eval;

import dev.period.infer.metrics.Calibration;
import dev.period.infer.metrics.CountMetrics;
import dev.period.infer.metrics.Estimate;
import dev.period.infer.metrics.PeriodLlmMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON form of a report. Figures that are undefined are left out. */
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
    report.times().ifPresent(times -> put(metrics, "times_f1", times.counted().f1()));
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
              put(quality, "coverage", intervals.coverage());
              put(quality, "mean_width", intervals.meanWidth());
              json.put("intervals", quality);
            });
    report.times().ifPresent(times -> json.put("times", of(times)));
    report.calibration().ifPresent(calibration -> json.put("calibration", of(calibration)));
    report.periodLlm().ifPresent(figures -> json.put("period_llm", of(figures)));
    json.put("model", report.model());
    json.put("config", report.config());
    json.put("provenance", report.provenance());
    List<Map<String, Object>> skipped = new ArrayList<>();
    report.skipped().forEach(outcome -> skipped.add(of(outcome)));
    json.put("skipped_items", skipped);
    return json;
  }

  private static Map<String, Object> of(Outcome.Skipped outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", outcome.item().id());
    json.put("skipped", outcome.reason());
    return json;
  }

  private static Map<String, Object> of(TimesQuality times) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("n", times.counted().n());
    json.put("tolerance", TimesQuality.TOLERANCE);
    put(json, "precision", times.counted().precision());
    put(json, "recall", times.counted().recall());
    Map<String, Object> uniform = new LinkedHashMap<>();
    put(uniform, "times_f1", times.uniform().f1());
    put(uniform, "precision", times.uniform().precision());
    put(uniform, "recall", times.uniform().recall());
    json.put("uniform", uniform);
    return json;
  }

  private static Map<String, Object> of(Calibration calibration) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("n", calibration.n());
    put(json, "ece", calibration.ece());
    json.put("ece_by_chance", calibration.byChance());
    List<Map<String, Object>> bins = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("from", bin.from());
      entry.put("to", bin.to());
      entry.put("n", bin.n());
      entry.put("confidence", bin.confidence());
      entry.put("accuracy", bin.accuracy());
      bins.add(entry);
    }
    json.put("bins", bins);
    return json;
  }

  private static Map<String, Object> of(PeriodLlmFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("note", PeriodLlmFigures.NOTE);
    json.put("metrics", of(figures.model()));
    Map<String, Object> baselines = new LinkedHashMap<>();
    figures.baselines().forEach((name, metrics) -> baselines.put(name, of(metrics)));
    json.put("baselines", baselines);
    return json;
  }

  private static Map<String, Object> of(PeriodLlmMetrics metrics) {
    Map<String, Object> json = new LinkedHashMap<>();
    metrics.figures().forEach((key, figure) -> put(json, key, figure));
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
