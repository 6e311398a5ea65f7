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
 * @param provenance shown in the report beside what the evaluation adds itself; what an answer
 *     depends on and {@code config} does not tell belongs here, such as a hash of the model,
 *     because an evaluation is picked up again only where both agree
 * @param pictures pictures of the worst items, for the page; null where there are none
 * @param workers how many items are looked at at once, at least 1
 * @param periodLlm whether Period-LLM's own figures stand beside ours
 */
public record EvalSettings(
    String task,
    String model,
    @Nullable Path out,
    List<LabelledCount> training,
    @Nullable FrameSource frames,
    Map<String, Object> config,
    Map<String, Object> provenance,
    @Nullable ItemPictures pictures,
    int workers,
    boolean periodLlm) {

  /** One item at a time, without pictures and without Period-LLM's figures. */
  public EvalSettings(
      String task,
      String model,
      @Nullable Path out,
      List<LabelledCount> training,
      @Nullable FrameSource frames,
      Map<String, Object> config,
      Map<String, Object> provenance) {
    this(task, model, out, training, frames, config, provenance, null, 1, false);
  }

  /** Copies lists and maps; the order of maps is kept. */
  public EvalSettings {
    training = List.copyOf(training);
    config = new LinkedHashMap<>(config);
    provenance = new LinkedHashMap<>(provenance);
  }

  /** The same with pictures of the worst items. */
  public EvalSettings withPictures(@Nullable ItemPictures source) {
    return new EvalSettings(
        task, model, out, training, frames, config, provenance, source, workers, periodLlm);
  }

  /** The same with {@code n} items looked at at once; the counter has to bear it. */
  public EvalSettings withWorkers(int n) {
    return new EvalSettings(
        task, model, out, training, frames, config, provenance, pictures, n, periodLlm);
  }

  /** The same with Period-LLM's own figures beside ours, or without. */
  public EvalSettings withPeriodLlm(boolean beside) {
    return new EvalSettings(
        task, model, out, training, frames, config, provenance, pictures, workers, beside);
  }
}
