package dev.period.train;

import dev.period.train.parallel.Collective;
import dev.period.train.parallel.SingleProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the real recipes at a size that takes seconds. */
final class Recipes {
  /** The repository, seen from the module that is tested. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** Four samples a step, small pools, one thread: everything else is the shipped configuration. */
  static final List<String> SMALL =
      List.of(
          "batch_size=4",
          "threads=1",
          "eval_every=1000000",
          "eval_samples=1",
          "data.rendered_pool=6",
          "data.simulated_pool=6");

  private Recipes() {}

  /** Keeps the losses that a run reports. */
  static final class Losses implements TrainListener {
    final List<Double> values = new ArrayList<>();
    final List<String> messages = new ArrayList<>();

    @Override
    public void started(String summary) {
      messages.add(summary);
    }

    @Override
    public void step(long step, long maxSteps, Map<String, Double> metrics) {
      values.add(metrics.get("train/loss"));
    }

    @Override
    public void message(String line) {
      messages.add(line);
    }
  }

  static Losses run(String stage, Path out, boolean resume, String... overrides) {
    return run(new SingleProcess(), stage, out, resume, overrides);
  }

  /**
   * Runs as one of several processes; only the first hears of losses. The dpo stage needs files.
   */
  static Losses run(
      Collective processes, String stage, Path out, boolean resume, String... overrides) {
    List<String> all = new ArrayList<>(SMALL);
    if (stage.equals("micro")) {
      all.add("data.micro.rendered_pool=2");
    }
    all.addAll(List.of(overrides));
    Losses losses = new Losses();
    Path from = stage.equals("dpo") ? HOME.resolve("models/nano") : null;
    TrainRequest request =
        new TrainRequest(stage, null, out, from, resume, all, "cpu", false, losses);
    Training.run(request, HOME, processes);
    return losses;
  }
}
