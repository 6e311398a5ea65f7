package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.model.PeriodModel;
import dev.period.train.logging.ResidentMemory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Steps, evaluations and checkpoints, from one step to the last. An interrupt finishes the step,
 * saves and returns.
 *
 * @param <B> micro-batches of the steps
 */
final class StepLoop<B extends MicroBatch> {
  private final Plan plan;
  private final PeriodModel model;
  private final TrainingStep<B> step;
  private final BatchStream<B> batches;
  private final Evaluator evaluator;
  private final RunFolder run;
  private final CheckpointWriter writer;
  private final TrainListener listener;

  /**
   * When what happens.
   *
   * @param maxSteps length of the run
   * @param saveEvery steps between checkpoints
   * @param evalEvery steps between evaluations
   * @param keep how many checkpoints stay
   * @param best decides on one more that stays; null for none
   * @param rate learning rate of a step, counted from 0
   */
  record Plan(
      long maxSteps,
      long saveEvery,
      long evalEvery,
      int keep,
      @Nullable BestMetric best,
      LongToDoubleFunction rate) {}

  /**
   * How a run goes on.
   *
   * @param step steps that are done
   * @param best evaluation among them; null for none
   */
  record Start(long step, BestMetric.@Nullable Best best) {
    static final Start NEW = new Start(0, null);
  }

  StepLoop(
      Plan plan,
      PeriodModel model,
      TrainingStep<B> step,
      BatchStream<B> batches,
      Evaluator evaluator,
      RunFolder run,
      CheckpointWriter writer,
      TrainListener listener) {
    this.plan = plan;
    this.model = model;
    this.step = step;
    this.batches = batches;
    this.evaluator = evaluator;
    this.run = run;
    this.writer = writer;
    this.listener = listener;
  }

  /**
   * How a run ended.
   *
   * @param newest checkpoint
   * @param finished false when it was interrupted
   */
  record End(Path newest, boolean finished) {}

  /** Trains on from {@code start}. */
  End run(Start start) {
    if (start.step() >= plan.maxSteps()) {
      throw new IllegalStateException("no step to train: max_steps is " + plan.maxSteps());
    }
    try (Stopping stopping = Stopping.listen(listener::message);
        RunLog log = RunLog.open(run.path(), start.step())) {
      return steps(start, log, stopping);
    }
  }

  private End steps(Start start, RunLog log, Stopping stopping) {
    BestMetric.Best best = start.best();
    Map<String, Double> before = start.step() == 0 ? evaluateFirst(log) : log.before();
    long began = System.nanoTime();
    Path saved = null;
    for (long index = start.step(); ; index++) {
      long done = index + 1;
      boolean last = done == plan.maxSteps();
      Map<String, Double> metrics = step(index);
      double perStep = (System.nanoTime() - began) / 1e9 / (done - start.step());
      metrics.put("train/seconds_left", perStep * (plan.maxSteps() - done));
      boolean isBest = false;
      if (!stopping.asked() && (last || done % plan.evalEvery() == 0)) {
        Evaluation found = evaluator.evaluate(model);
        BestMetric.Best better =
            plan.best() == null ? best : plan.best().better(best, done, found.metrics());
        isBest = better != null && better.step() == done;
        best = better;
        metrics.putAll(found.metrics());
        log.evaluated(done, found.answers());
        listener.message("step " + done + ": " + words(found.metrics()));
      }
      log.write(done, metrics);
      listener.step(done, plan.maxSteps(), metrics);
      boolean stop = stopping.asked();
      if (last || stop || isBest || done % plan.saveEvery() == 0) {
        saved = save(done, best);
      }
      if (last) {
        log.draw();
        conclude(before, metrics, best);
      } else if (stop) {
        listener.message(
            "interrupted: saved " + saved + "; go on with the same command and --resume");
      }
      if (saved != null && (last || stop)) {
        return new End(saved, last);
      }
    }
  }

  private Map<String, Double> evaluateFirst(RunLog log) {
    Evaluation found = evaluator.evaluate(model);
    if (plan.best() != null) {
      plan.best().of(found.metrics()); // a wrong name shows now, not after an hour
    }
    log.write(0, found.metrics());
    log.evaluated(0, found.answers());
    listener.message("step 0: " + words(found.metrics()));
    return found.metrics();
  }

  private Path save(long done, BestMetric.@Nullable Best best) {
    Path saved =
        run.save(
            done,
            folder -> writer.write(folder, done, best),
            plan.keep(),
            best == null ? null : best.step());
    if (best != null) {
      run.writeJson("best.json", best);
    }
    return saved;
  }

  private Map<String, Double> step(long index) {
    long start = System.nanoTime();
    List<B> micro;
    try {
      micro = batches.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeriodException(Kind.USAGE, "the training was interrupted", e);
    }
    double waited = (System.nanoTime() - start) / 1e9;
    double rate = plan.rate().applyAsDouble(index);
    Map<String, Double> metrics =
        new LinkedHashMap<>(step.run(micro, index, plan.maxSteps(), rate));
    double seconds = (System.nanoTime() - start) / 1e9;
    metrics.put("train/learning_rate", rate);
    metrics.put(
        "train/tokens_per_second", micro.stream().mapToLong(MicroBatch::tokens).sum() / seconds);
    metrics.put(
        "train/frames_per_second", micro.stream().mapToInt(MicroBatch::frames).sum() / seconds);
    metrics.put(
        "train/samples_per_second", micro.stream().mapToInt(MicroBatch::samples).sum() / seconds);
    metrics.put("train/data_wait", waited / seconds);
    ResidentMemory.bytes().ifPresent(bytes -> metrics.put("train/resident_mb", bytes / 1e6));
    return metrics;
  }

  /** Says what the stage has brought. */
  private void conclude(
      Map<String, Double> before, Map<String, Double> after, BestMetric.@Nullable Best best) {
    StringBuilder line = new StringBuilder();
    before.forEach(
        (name, value) -> {
          Double now = after.get(name);
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
  }

  private static String words(Map<String, Double> metrics) {
    StringBuilder line = new StringBuilder();
    metrics.forEach(
        (name, value) -> line.append(String.format(Locale.ROOT, "%s %.3f  ", name, value)));
    return line.toString().strip();
  }
}
