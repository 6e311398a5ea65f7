package dev.period.infer.eval;

import dev.period.infer.metrics.Calibration;
import dev.period.infer.metrics.CaptionMetrics;
import dev.period.infer.metrics.CountMetric;
import dev.period.infer.metrics.CountMetrics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of an evaluation.
 *
 * @param task name of the task, for example {@code clips}
 * @param model name of the model
 * @param metrics of the model
 * @param captions of the model's answers; empty where the items have no reference answers
 * @param intervals of the model; empty where it gives none
 * @param times of the model's repetitions; empty where no item says when they happen
 * @param calibration of the model; empty where it does not say what it believes
 * @param baselines by name, on the same items, in the order of the report
 * @param baselineAnswers what each baseline answered, in the order of {@code scored}
 * @param periodLlm Period-LLM's own figures; empty where they were not asked for
 * @param scored items that count
 * @param skipped items that do not
 * @param config how the evaluation was set up
 * @param provenance what the figures depend on
 */
public record EvalReport(
    String task,
    String model,
    CountMetrics metrics,
    Optional<CaptionMetrics> captions,
    Optional<IntervalQuality> intervals,
    Optional<TimesQuality> times,
    Optional<Calibration> calibration,
    Map<String, CountMetrics> baselines,
    Map<String, double[]> baselineAnswers,
    Optional<PeriodLlmFigures> periodLlm,
    List<Outcome.Scored> scored,
    List<Outcome.Skipped> skipped,
    Map<String, Object> config,
    Map<String, Object> provenance) {

  /** Copies lists and maps; the order of maps is kept. */
  public EvalReport {
    baselines = new LinkedHashMap<>(baselines);
    baselineAnswers = new LinkedHashMap<>(baselineAnswers);
    scored = List.copyOf(scored);
    skipped = List.copyOf(skipped);
    config = new LinkedHashMap<>(config);
    provenance = new LinkedHashMap<>(provenance);
  }

  /** The baseline with the smallest mean error; empty where there is none. */
  Optional<String> bestBaseline() {
    return baselines.entrySet().stream()
        .filter(entry -> !Double.isNaN(entry.getValue().value(CountMetric.MAE_ABS)))
        .min(Comparator.comparingDouble(entry -> entry.getValue().value(CountMetric.MAE_ABS)))
        .map(Map.Entry::getKey);
  }

  /** How many of the skipped items have no file. */
  public long missing() {
    return skipped.stream().filter(Outcome.Skipped::missing).count();
  }

  /** How many answers stated no number; they are scored as 0. */
  public long unanswered() {
    return scored.stream().filter(outcome -> outcome.prediction().count() == null).count();
  }

  /** How many answers state a number that the model itself does not trust; they are scored. */
  public long notConfident() {
    return scored.stream()
        .filter(outcome -> outcome.prediction().count() != null)
        .filter(outcome -> !outcome.prediction().confident())
        .count();
  }
}
