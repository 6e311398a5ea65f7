package dev.period.train;

import dev.period.core.model.PeriodModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens beside the steps of a run: evaluations, logs, checkpoints, words to the user. Of
 * several processes only the first has one.
 */
final class RunRecord implements AutoCloseable {
  private final StepLoop.Plan plan;
  private final PeriodModel model;
  private final Evaluator evaluator;
  private final RunFolder run;
  private final CheckpointWriter writer;
  private final TrainListener listener;
  private final RunLog log;
  private final Map<String, Double> before;
  private BestMetric.@Nullable Best best;
  private Map<String, Double> latest = Map.of();

  private RunRecord(
      StepLoop.Plan plan,
      PeriodModel model,
      Evaluator evaluator,
      RunFolder run,
      CheckpointWriter writer,
      TrainListener listener,
      RunLog log,
      StepLoop.Start start) {
    this.plan = plan;
    this.model = model;
    this.evaluator = evaluator;
    this.run = run;
    this.writer = writer;
    this.listener = listener;
    this.log = log;
    this.best = start.best();
    this.before = start.step() == 0 ? evaluateFirst() : log.before();
  }

  /** Opens the logs of a run that goes on from {@code start}, and measures what begins anew. */
  static RunRecord open(
      StepLoop.Plan plan,
      PeriodModel model,
      Evaluator evaluator,
      RunFolder run,
      CheckpointWriter writer,
      TrainListener listener,
      StepLoop.Start start) {
    RunLog log = RunLog.open(run.path(), start.step());
    try {
      return new RunRecord(plan, model, evaluator, run, writer, listener, log, start);
    } catch (RuntimeException | Error e) {
      log.close();
      throw e;
    }
  }

  private Map<String, Double> evaluateFirst() {
    Evaluation found = evaluator.evaluate(model);
    if (plan.best() != null) {
      plan.best().of(found.metrics()); // a wrong name shows now, not after an hour
    }
    log.write(0, found.metrics());
    log.evaluated(0, found.answers());
    listener.message("step 0: " + words(found.metrics()));
    return found.metrics();
  }

  /**
   * Notes a step that is done.
   *
   * @param metrics of the step
   * @param evaluates whether the model is to be measured
   * @return whether it was measured and is the best so far
   */
  boolean stepped(long done, Map<String, Double> metrics, boolean evaluates) {
    Map<String, Double> all = new LinkedHashMap<>(metrics);
    boolean isBest = false;
    if (evaluates) {
      Evaluation found = evaluator.evaluate(model);
      BestMetric.Best better =
          plan.best() == null ? best : plan.best().better(best, done, found.metrics());
      isBest = better != null && better.step() == done;
      best = better;
      all.putAll(found.metrics());
      log.evaluated(done, found.answers());
      listener.message("step " + done + ": " + words(found.metrics()));
    }
    log.write(done, all);
    listener.step(done, plan.maxSteps(), all);
    latest = all;
    return isBest;
  }

  /** Saves a checkpoint. */
  Path save(long done) {
    BestMetric.Best kept = best;
    Path saved =
        run.save(
            done,
            folder -> writer.write(folder, done, kept),
            plan.keep(),
            kept == null ? null : kept.step());
    if (kept != null) {
      run.writeJson("best.json", kept);
    }
    return saved;
  }

  /**
   * Says what the run has brought.
   *
   * @return the metrics of its last step
   */
  Map<String, Double> conclude() {
    log.draw();
    StringBuilder line = new StringBuilder();
    before.forEach(
        (name, value) -> {
          Double now = latest.get(name);
          if (name.startsWith("eval/") && now != null) {
            line.append(
                String.format(Locale.ROOT, "%s %.3f -> %.3f  ", name.substring(5), value, now));
          }
        });
    if (line.length() > 0) {
      listener.message("held out, before -> after: " + line.toString().strip());
    }
    if (best != null) {
      listener.message(
          String.format(
              Locale.ROOT,
              "best: checkpoint-%d (%s %.3f)",
              best.step(),
              best.metric(),
              best.value()));
    }
    return latest;
  }

  private static String words(Map<String, Double> metrics) {
    StringBuilder line = new StringBuilder();
    metrics.forEach(
        (name, value) -> line.append(String.format(Locale.ROOT, "%s %.3f  ", name, value)));
    return line.toString().strip();
  }

  @Override
  public void close() {
    log.close();
  }
}
