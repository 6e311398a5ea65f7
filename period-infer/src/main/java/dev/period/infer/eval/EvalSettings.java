package dev.period.infer.eval;

import dev.period.infer.baselines.LabelledCount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to evaluate.
 *
 * @param task name of the task, for example {@code clips}
 * @param model name of the model, for the report
 * @param out folder for the report, made where it is missing; null to write nothing
 * @param training counts of the training split, on which constant baselines are fitted; empty for
 *     leave-one-out
 * @param frames frames for the classical baselines; null to leave these out
 * @param config shown in the report as it is
 * @param provenance shown in the report beside what the evaluation adds itself
 */
public record EvalSettings(
    String task,
    String model,
    @Nullable Path out,
    List<LabelledCount> training,
    @Nullable FrameSource frames,
    Map<String, Object> config,
    Map<String, Object> provenance) {

  /** Copies lists and maps; the order of maps is kept. */
  public EvalSettings {
    training = List.copyOf(training);
    config = new LinkedHashMap<>(config);
    provenance = new LinkedHashMap<>(provenance);
  }
}
