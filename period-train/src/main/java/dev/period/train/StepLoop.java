package dev.period.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Torch;
import dev.period.core.model.PeriodModel;
import dev.period.core.optim.AdamW;
import dev.period.core.optim.Schedule;
import dev.period.train.logging.TensorBoardLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Steps, evaluations and checkpoints, from one step to the last. An interrupt finishes the step,
 * saves and returns.
 */
final class StepLoop {
  private final TrainConfig config;
  private final PeriodModel model;
  private final AdamW optimizer;
  private final BatchStream batches;
  private final Evaluator evaluator;
  private final RunFolder run;
  private final Path tokenizer;
  private final TrainListener listener;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);

  /** Measures the model on held-out data. */
  @FunctionalInterface
  interface Evaluator {
    /** Metrics by name, for example {@code eval/obo_acc}. */
    Map<String, Double> evaluate(PeriodModel model);
  }

  StepLoop(
      TrainConfig config,
      PeriodModel model,
      AdamW optimizer,
      BatchStream batches,
      Evaluator evaluator,
      RunFolder run,
      Path tokenizer,
      TrainListener listener) {
    this.config = config;
    this.model = model;
    this.optimizer = optimizer;
    this.batches = batches;
    this.evaluator = evaluator;
    this.run = run;
    this.tokenizer = tokenizer;
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
    Objective objective = new Objective(config.densityWeight());
    Schedule schedule =
        new Schedule(
            Schedule.Shape.parse(config.schedule()),
            config.learningRate(),
            config.warmupSteps(),
            config.maxSteps());
    Path saved = null;
    for (long step = firstStep; step < config.maxSteps(); step++) {
      Map<String, Double> metrics = step(objective, schedule.rate(step), step);
      long done = step + 1;
      boolean last = done == config.maxSteps();
      boolean stopping = stop.get();
      if (!stopping && (last || done % config.evalEvery() == 0)) {
        metrics.putAll(evaluator.evaluate(model));
        listener.message("step " + done + ": " + evaluation(metrics));
      }
      log.write(done, metrics);
      metrics.forEach((tag, value) -> board.scalar(tag, done, value));
      listener.step(done, config.maxSteps(), metrics);
      if (last || stopping || done % config.saveEvery() == 0) {
        saved = run.save(done, model, optimizer, config, tokenizer, config.keepCheckpoints());
      }
      if (stopping) {
        listener.message(
            "interrupted: saved " + saved + "; go on with the same command and --resume");
        return saved;
      }
    }
    if (saved == null) {
      throw new IllegalStateException("no step to train: max_steps is " + config.maxSteps());
    }
    return saved;
  }

  private Map<String, Double> step(Objective objective, double rate, long step) {
    long start = System.nanoTime();
    TrainingBatch batch;
    try {
      batch = batches.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeriodException(Kind.USAGE, "the training was interrupted", e);
    }
    double waited = (System.nanoTime() - start) / 1e9;
    Map<String, Double> metrics = new LinkedHashMap<>();
    Device device = model.parameters().device();
    try (NDManager scope = Torch.scope(device)) {
      Objective.Loss loss = Autograd.record(() -> objective.of(scope, model, batch));
      float value = loss.total().getFloat();
      if (!Float.isFinite(value)) {
        throw new PeriodException(
            Kind.INPUT,
            "the loss of step " + (step + 1) + " is " + value + "; its samples are " + batch.ids());
      }
      Autograd.backward(scope, loss.total());
      float norm = optimizer.step(scope, rate, config.maxGradNorm());
      if (!Float.isFinite(norm)) {
        throw new PeriodException(
            Kind.INPUT,
            "a gradient of step " + (step + 1) + " is not finite; its samples are " + batch.ids());
      }
      metrics.put("train/loss", (double) value);
      metrics.put("train/answer_loss", (double) loss.answer().getFloat());
      metrics.put("train/density_loss", (double) loss.density().getFloat());
      metrics.put("train/grad_norm", (double) norm);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    metrics.put("train/learning_rate", rate);
    metrics.put("train/tokens_per_second", batch.inputs().ids().length / seconds);
    metrics.put("train/samples_per_second", batch.inputs().size() / seconds);
    metrics.put("train/data_wait", waited / seconds);
    return metrics;
  }

  private static String evaluation(Map<String, Double> metrics) {
    StringBuilder line = new StringBuilder();
    metrics.forEach(
        (name, value) -> {
          if (name.startsWith("eval/")) {
            line.append(String.format(java.util.Locale.ROOT, "%s %.3f  ", name, value));
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
