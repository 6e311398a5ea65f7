package dev.period.infer.eval;

import dev.period.infer.metrics.HeartRateMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a heart-rate evaluation.
 *
 * @param model name of the model
 * @param metrics of the model; without figures where it answered nowhere
 * @param baselines by name, in the order of the report
 * @param windows that are scored
 * @param skipped why a recording was left out, by its id
 * @param warnings about recordings that were used
 * @param config how the evaluation was set up
 * @param provenance what the figures depend on
 */
public record HeartRateReport(
    String model,
    HeartRateMetrics metrics,
    Map<String, HeartRateMetrics> baselines,
    List<HeartRateWindow> windows,
    Map<String, String> skipped,
    List<String> warnings,
    Map<String, Object> config,
    Map<String, Object> provenance) {

  /** Copies lists and maps; the order of maps is kept. */
  public HeartRateReport {
    baselines = new LinkedHashMap<>(baselines);
    windows = List.copyOf(windows);
    skipped = new LinkedHashMap<>(skipped);
    warnings = List.copyOf(warnings);
    config = new LinkedHashMap<>(config);
    provenance = new LinkedHashMap<>(provenance);
  }

  /** In how many windows the model stated no heart rate. */
  public long unanswered() {
    return windows.stream().filter(window -> Double.isNaN(window.model().bpm())).count();
  }
}
