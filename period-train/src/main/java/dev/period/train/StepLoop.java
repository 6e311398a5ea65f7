package dev.period.train;

import ai.djl.ndarray.NDArray;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.train.logging.ResidentMemory;
import dev.period.train.parallel.Agreement;
import dev.period.train.parallel.Collective;
import dev.period.train.parallel.Replicas;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Steps, evaluations and checkpoints, from one step to the last. An interrupt finishes the step,
 * saves and returns; an interrupt of one process does so on all.
 *
 * @param <B> micro-batches of the steps
 */
final class StepLoop<B extends MicroBatch> {
  private final Plan plan;
  private final TrainingStep<B> step;
  private final BatchStream<B> batches;
  private final Map<String, NDArray> state;
  private final Function<Start, RunRecord> record;
  private final Collective processes;
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

  /**
   * A loop.
   *
   * @param state all that steps change, by name; on every process the same
   * @param record opens the record of the run; only the first process asks for it
   */
  StepLoop(
      Plan plan,
      TrainingStep<B> step,
      BatchStream<B> batches,
      Map<String, NDArray> state,
      Function<Start, RunRecord> record,
      Collective processes,
      TrainListener listener) {
    this.plan = plan;
    this.step = step;
    this.batches = batches;
    this.state = state;
    this.record = record;
    this.processes = processes;
    this.listener = listener;
  }

  /**
   * Trains on from {@code start}.
   *
   * @return the step of the newest checkpoint: the last one unless the run was interrupted
   */
  long run(Start start) {
    if (start.step() >= plan.maxSteps()) {
      throw new IllegalStateException("no step to train: max_steps is " + plan.maxSteps());
    }
    Replicas.verify(processes, state, "at the start");
    try (Stopping stopping = Stopping.listen(listener::message);
        RunRecord opened = Agreement.leader(processes, () -> record.apply(start))) {
      return steps(start, opened, stopping);
    }
  }

  private long steps(Start start, @Nullable RunRecord opened, Stopping stopping) {
    long began = System.nanoTime();
    for (long index = start.step(); ; index++) {
      long done = index + 1;
      boolean last = done == plan.maxSteps();
      Map<String, Double> metrics = step(index);
      double perStep = (System.nanoTime() - began) / 1e9 / (done - start.step());
      metrics.put("train/seconds_left", perStep * (plan.maxSteps() - done));
      boolean evaluates = (last || done % plan.evalEvery() == 0) && !asked(stopping);
      Boolean best = leader(opened, own -> own.stepped(done, metrics, evaluates));
      boolean stop = asked(stopping);
      boolean saves = last || stop || done % plan.saveEvery() == 0;
      if (saves) {
        Replicas.verify(processes, state, "after step " + done);
      }
      Path saved =
          leader(opened, own -> saves || Boolean.TRUE.equals(best) ? own.save(done) : null);
      if (last) {
        leader(opened, RunRecord::conclude);
      } else if (stop) {
        listener.message(
            "interrupted: saved " + saved + "; go on with the same command and --resume");
      }
      if (last || stop) {
        return done;
      }
    }
  }

  /** Whether somebody wants this or another process to stop. */
  private boolean asked(Stopping stopping) {
    return processes.sum(stopping.asked() ? 1 : 0)[0] > 0;
  }

  /** What the first process has to do beside the steps; the others wait for it. */
  private <T> @Nullable T leader(
      @Nullable RunRecord opened, Function<RunRecord, @Nullable T> work) {
    return Agreement.all(processes, () -> opened == null ? null : work.apply(opened));
  }

  private Map<String, Double> step(long index) {
    long start = System.nanoTime();
    List<B> micro = Agreement.all(processes, this::next);
    double waited = (System.nanoTime() - start) / 1e9;
    double rate = plan.rate().applyAsDouble(index);
    Map<String, Double> metrics =
        new LinkedHashMap<>(step.run(micro, index, plan.maxSteps(), rate));
    double seconds = (System.nanoTime() - start) / 1e9;
    double[] sums =
        processes.sum(
            micro.stream().mapToLong(MicroBatch::tokens).sum(),
            micro.stream().mapToInt(MicroBatch::frames).sum(),
            micro.stream().mapToInt(MicroBatch::samples).sum(),
            waited);
    metrics.put("train/learning_rate", rate);
    metrics.put("train/tokens_per_second", sums[0] / seconds);
    metrics.put("train/frames_per_second", sums[1] / seconds);
    metrics.put("train/samples_per_second", sums[2] / seconds);
    metrics.put("train/data_wait", sums[3] / processes.size() / seconds);
    ResidentMemory.bytes().ifPresent(bytes -> metrics.put("train/resident_mb", bytes / 1e6));
    return metrics;
  }

  private List<B> next() {
    try {
      return batches.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeriodException(Kind.USAGE, "the training was interrupted", e);
    }
  }
}
