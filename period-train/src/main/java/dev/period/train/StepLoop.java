package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.model.PeriodModel;
import dev.period.train.logging.TensorBoardLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongToDoubleFunction;

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
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);

  /**
   * When what happens.
   *
   * @param maxSteps length of the run
   * @param saveEvery steps between checkpoints
   * @param evalEvery steps between evaluations
   * @param keep how many checkpoints stay
   * @param rate learning rate of a step, counted from 0
   */
  record Plan(long maxSteps, long saveEvery, long evalEvery, int keep, LongToDoubleFunction rate) {}

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
   * Trains from {@code firstStep}.
   *
   * @return the newest checkpoint
   */
  Path run(long firstStep) {
    Thread hook = new Thread(this::interrupted, "period-save");
    Runtime.getRuntime().addShutdownHook(hook);
    try (MetricsLog log = MetricsLog.open(run.path().resolve("metrics.jsonl"), firstStep);
        TensorBoardLog board =
            TensorBoardLog.open(run.path().resolve("tensorboard"), firstStep, Clock.systemUTC())) {
      return steps(firstStep, log, board);
    } finally {
      finished.countDown();
      if (!stop.get()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private Path steps(long firstStep, MetricsLog log, TensorBoardLog board) {
    Path saved = null;
    for (long index = firstStep; index < plan.maxSteps(); index++) {
      Map<String, Double> metrics = step(index);
      long done = index + 1;
      boolean last = done == plan.maxSteps();
      boolean stopping = stop.get();
      if (!stopping && (last || done % plan.evalEvery() == 0)) {
        metrics.putAll(evaluator.evaluate(model));
        listener.message("step " + done + ": " + evaluation(metrics));
      }
      log.write(done, metrics);
      metrics.forEach((tag, value) -> board.scalar(tag, done, value));
      listener.step(done, plan.maxSteps(), metrics);
      if (last || stopping || done % plan.saveEvery() == 0) {
        saved = run.save(done, folder -> writer.write(folder, done), plan.keep());
      }
      if (stopping) {
        listener.message(
            "interrupted: saved " + saved + "; go on with the same command and --resume");
        return saved;
      }
    }
    if (saved == null) {
      throw new IllegalStateException("no step to train: max_steps is " + plan.maxSteps());
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
    return metrics;
  }

  private static String evaluation(Map<String, Double> metrics) {
    StringBuilder line = new StringBuilder();
    metrics.forEach(
        (name, value) -> {
          if (name.startsWith("eval/")) {
            line.append(String.format(Locale.ROOT, "%s %.3f  ", name, value));
          }
        });
    return line.toString().strip();
  }

  private void interrupted() {
    stop.set(true);
    try {
      if (!finished.await(60, TimeUnit.SECONDS)) {
        listener.message("the last step did not finish in a minute: nothing more was saved");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
