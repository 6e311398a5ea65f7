package dev.period.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.cache.CachePlace;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.generate.GenerationConfig;
import dev.period.core.model.FolderSettings;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.model.Tuning;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.optim.Schedule;
import dev.period.core.text.Tokenizer;
import dev.period.train.config.ConfigLoader;
import dev.period.train.parallel.Agreement;
import dev.period.train.parallel.Collective;
import dev.period.train.parallel.JointFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trains one stage, or the curriculum. */
public final class Training {
  /** The stages in the order of the curriculum: what is easy comes first. */
  private static final List<Stage> CURRICULUM =
      List.of(new TextStage(), new MacroStage(), new MicroStage());

  /** What may come behind it, and is no part of {@code all}. */
  private static final List<Stage> BEHIND = List.of(new DpoStage());

  private Training() {}

  /** The names of the stages, {@code all} included. */
  public static List<String> stages() {
    List<String> names = new ArrayList<>(everyStage().map(Stage::name).toList());
    names.add("all");
    return names;
  }

  private static Stream<Stage> everyStage() {
    return Stream.concat(CURRICULUM.stream(), BEHIND.stream());
  }

  /**
   * Runs what {@code request} asks for; several processes of an MPI launcher train together.
   *
   * @param home folder that holds {@code configs/} and {@code models/}; relative paths in a
   *     configuration that do not exist are looked for there
   */
  public static void run(TrainRequest request, Path home) {
    run(request, home, Collective.open(System.getenv()));
  }

  /** As {@link #run(TrainRequest, Path)}, on each of {@code processes}. */
  static void run(TrainRequest request, Path home, Collective processes) {
    try {
      stages(processes.leads() ? request : request.silent(), home, processes);
    } catch (JointFailure e) {
      processes.close();
      e.tell();
      return;
    }
    // after another exception the processes are out of step: the launcher ends them
    processes.close();
  }

  private static void stages(TrainRequest request, Path home, Collective processes) {
    if (!request.stage().equals("all")) {
      Stage stage = Agreement.all(processes, () -> named(request.stage()));
      stage(request, home, stage, request.out(), request.from(), processes);
      return;
    }
    Agreement.all(processes, () -> checkCurriculum(request));
    Path from = request.from();
    for (Stage stage : CURRICULUM) {
      Path out = request.out().resolve(stage.name());
      End end = stage(request, home, stage, out, from, processes);
      if (end.interrupted()) {
        return;
      }
      from = end.checkpoint();
    }
  }

  private static void checkCurriculum(TrainRequest request) {
    if (request.config() != null) {
      throw new PeriodException(
          Kind.USAGE, "--stage all takes no --config: each stage has its own in configs/nano");
    }
  }

  /**
   * How a stage ended.
   *
   * @param checkpoint its newest; null after a dry run
   * @param interrupted whether the user stopped it
   */
  private record End(@Nullable Path checkpoint, boolean interrupted) {}

  private static Stage named(String name) {
    return everyStage()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PeriodException(
                    Kind.USAGE,
                    "there is no stage '"
                        + name
                        + "'; choose one of "
                        + String.join(", ", stages())));
  }

  private static End stage(
      TrainRequest request,
      Path home,
      Stage stage,
      Path out,
      @Nullable Path from,
      Collective processes) {
    Path resumed = request.resume() ? newest(out, processes) : null;
    Path weights = resumed != null ? resumed : from;
    TrainConfig config =
        Agreement.all(processes, () -> config(request, home, stage, weights, processes));
    if (request.dryRun()) {
      Agreement.all(processes, () -> dryRun(config, stage.name(), weights, request.listener()));
      return new End(null, false);
    }
    boolean finished = resumed != null && RunFolder.step(resumed) >= config.maxSteps();
    try (RunFolder run =
        Agreement.leader(processes, () -> open(request, config, out, resumed, finished))) {
      if (finished) {
        return new End(resumed, false);
      }
      Job job = new Job(request, config, stage, home, resumed, from, processes);
      long done = train(job, run);
      Path checkpoint = RunFolder.checkpoint(out, done);
      boolean interrupted = done < config.maxSteps();
      if (!interrupted) {
        request.listener().message("saved " + checkpoint);
      }
      return new End(checkpoint, interrupted);
    }
  }

  /** The newest checkpoint, as the first process sees it. */
  private static @Nullable Path newest(Path out, Collective processes) {
    Long step =
        Agreement.leader(processes, () -> RunFolder.newest(out).map(RunFolder::step).orElse(-1L));
    double known = processes.sum(step == null ? 0 : (double) step)[0];
    return known < 0 ? null : RunFolder.checkpoint(out, (long) known);
  }

  private static TrainConfig config(
      TrainRequest request, Path home, Stage stage, @Nullable Path weights, Collective processes) {
    // a user's file says what differs from nano's
    TrainConfig config =
        ConfigLoader.load(
            request.config(),
            home.resolve("configs/nano/" + stage.name() + ".yaml"),
            weights == null ? Map.of() : Map.of("model", ModelFolder.config(weights)),
            request.overrides(),
            TrainConfig.class);
    if (config.batchSize() < config.accumulation() * processes.size()) {
      throw new PeriodException(
          Kind.USAGE,
          "batch_size (%d) is too small to be shared by %d processes with %d micro-batches each"
              .formatted(config.batchSize(), processes.size(), config.accumulation()));
    }
    stage.check(config, weights);
    return config;
  }

  private static RunFolder open(
      TrainRequest request,
      TrainConfig config,
      Path out,
      @Nullable Path resumed,
      boolean finished) {
    RunFolder run = RunFolder.open(out);
    try {
      if (run.newest().isPresent() && !request.resume()) {
        throw new PeriodException(
            Kind.USAGE,
            out + " already holds a run; add --resume to go on with it, or use another --out");
      }
      TrainListener listener = request.listener();
      if (finished && resumed != null) {
        listener.message(out + " is finished at step " + RunFolder.step(resumed));
        return run;
      }
      if (request.resume()) {
        listener.message(
            resumed != null
                ? "resuming from " + resumed
                : "no checkpoint in " + out + ": starting at step 0");
      }
      ConfigLoader.write(config, out.resolve("resolved_config.yaml"));
      return run;
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  /**
   * What is to be trained.
   *
   * @param resumed checkpoint to go on from; null to begin
   * @param from model folder to begin with; null for a fresh model
   */
  private record Job(
      TrainRequest request,
      TrainConfig config,
      Stage stage,
      Path home,
      @Nullable Path resumed,
      @Nullable Path from,
      Collective processes) {}

  /** Trains; the step at which it ended. Only the first process has a {@code run}. */
  private static long train(Job job, @Nullable RunFolder run) {
    Path resumed = job.resumed();
    try (Resources opened = new Resources()) {
      Learner learner = Agreement.all(job.processes(), () -> learner(job, run, opened));
      Lesson<?> lesson = job.stage().lesson(learner.setup());
      StepLoop<?> loop =
          Agreement.all(job.processes(), () -> loop(job, run, learner, lesson, opened));
      return loop.run(
          resumed == null
              ? StepLoop.Start.NEW
              : new StepLoop.Start(RunFolder.step(resumed), TrainerState.of(resumed).best()));
    }
  }

  /**
   * Who learns.
   *
   * @param setup with the model
   * @param trained parameters by name
   * @param optimizer of these
   * @param settings of the model that it begins as
   * @param tokenizer folder of the tokenizer's files
   */
  private record Learner(
      Setup setup,
      Map<String, NDArray> trained,
      Adam optimizer,
      FolderSettings settings,
      Path tokenizer) {}

  /** Opens the model and what belongs to it; all that is to be closed goes to {@code opened}. */
  private static Learner learner(Job job, @Nullable RunFolder run, Resources opened) {
    TrainConfig config = job.config();
    TrainListener listener = job.request().listener();
    Torch.setThreads(config.threads());
    Torch.seed(config.seed());
    Dtype dtype = Dtype.parse(config.dtype());
    Device device = device(job.request().device(), job.processes());
    Path tokenizerFolder = find(config.tokenizer(), job.home());
    Path resumed = job.resumed();
    Path weights = resumed != null ? resumed : job.from();
    ClipVisionConfig tower = config.model().visionConfig();
    if (tower == null) {
      throw new PeriodException(
          Kind.USAGE, "the stages show videos, but the model has no vision_config to see them");
    }
    Tuning tuning = config.tuning();
    Tokenizer tokenizer = opened.add(ModelFolder.tokenizer(tokenizerFolder));
    Tokenizer clip = opened.add(ModelFolder.clipTokenizer(tokenizerFolder, config.model()));
    PeriodModel model = opened.add(model(config, tuning, weights, device, dtype));
    Map<String, NDArray> trained = tuning.trainable().select(model);
    Adam optimizer =
        opened.add(
            new Adam(
                trained,
                adamRule(config),
                name -> tuning.trainable().factor(name, config.learningRate())));
    Placeholders.check(config.model(), tokenizer);
    if (resumed != null) {
      OptimizerState.restore(resumed, optimizer);
    }
    // synthetic clips hardly ever come again: what a tower makes of them is not worth the room
    boolean filesOnly = !config.data().files().isEmpty() && config.data().filesShare() == 1;
    if (filesOnly && trained.keySet().stream().noneMatch(name -> name.contains("vision_tower."))) {
      model.rememberTower(CachePlace.open());
    }
    FolderSettings settings =
        weights == null
            ? FolderSettings.fresh(config.model())
            : FolderSettings.of(weights, config.model());
    ImageProcessor images = settings.images(tower.imageSize());
    listener.started(summary(config, job.stage().name(), weights, job.processes().size()));
    Setup setup =
        new Setup(
            config,
            model,
            tokenizer,
            new PromptBuilder(config.model(), tokenizer, images, clip),
            weights == null
                ? GenerationConfig.DEFAULT
                : GenerationConfig.read(ModelFolder.home(weights)),
            config.data().files().stream().map(file -> find(file, job.home())).toList(),
            config.data().evalFiles().stream().map(file -> find(file, job.home())).toList(),
            job.from(),
            resumed,
            run,
            job.processes(),
            listener::message);
    return new Learner(setup, trained, optimizer, settings, tokenizerFolder);
  }

  /** Puts together what runs the steps; all that is to be closed goes to {@code opened}. */
  private static <B extends MicroBatch> StepLoop<B> loop(
      Job job, @Nullable RunFolder run, Learner learner, Lesson<B> lesson, Resources opened) {
    TrainConfig config = job.config();
    Path resumed = job.resumed();
    PeriodModel model = learner.setup().model();
    Adam optimizer = learner.optimizer();
    TrainListener listener = job.request().listener();
    if (resumed != null && !DataState.of(resumed).hashes().equals(lesson.hashes())) {
      listener.message(
          "the data files are not those that the run began with: it goes on, but not as it would"
              + " have");
    }
    if (run != null) {
      run.writeJson(
          "provenance.json",
          Provenance.of(config, job.stage().name(), job.from(), lesson.hashes()));
    }
    BatchStream<B> batches =
        opened.add(
            new BatchStream<>(
                lesson.steps(),
                config.dataThreads(),
                resumed == null ? 0 : RunFolder.step(resumed)));
    TrainingStep<B> step =
        new TrainingStep<>(
            model,
            lesson.objective(),
            learner.trained(),
            List.of(),
            optimizer,
            stepSettings(config),
            job.processes());
    Map<String, NDArray> state = new LinkedHashMap<>(learner.trained());
    state.putAll(optimizer.state());
    StepLoop.Plan plan = plan(config);
    return new StepLoop<>(
        plan,
        step,
        batches,
        state,
        start ->
            RunRecord.open(
                plan,
                model,
                lesson.evaluator(),
                Objects.requireNonNull(run),
                new CheckpointWriter(
                    model,
                    optimizer,
                    config,
                    learner.settings(),
                    learner.tokenizer(),
                    lesson.hashes()),
                listener,
                start),
        job.processes(),
        listener);
  }

  /** With several processes on a machine, {@code gpu} is one GPU for each. */
  private static Device device(String name, Collective processes) {
    return Torch.device(
        processes.size() > 1 && name.equals("gpu") ? "gpu:" + processes.localRank() : name);
  }

  private static PeriodModel model(
      TrainConfig config, Tuning tuning, @Nullable Path weights, Device device, Dtype dtype) {
    return weights == null
        ? tuning.fresh(config.model(), config.seed(), device, dtype)
        : tuning.load(weights, config.model(), config.seed(), device, dtype);
  }

  private static AdamRule adamRule(TrainConfig config) {
    return new AdamRule(
        config.optimizer().equals("adamw"),
        config.beta1(),
        config.beta2(),
        1e-8,
        config.weightDecay(),
        config.weightDecayOn().equals("all"));
  }

  private static StepSettings stepSettings(TrainConfig config) {
    return new StepSettings(
        config.maxGradNorm(),
        config.activationCheckpointing(),
        LossMultiplier.valueOf(config.lossMultiplier().toUpperCase(Locale.ROOT)),
        config.rlo());
  }

  private static Schedule schedule(TrainConfig config) {
    Schedule.Shape shape = Schedule.Shape.parse(config.schedule());
    Double ratio = config.warmupRatio();
    return ratio != null
        ? Schedule.warmedUp(shape, config.learningRate(), ratio, config.maxSteps())
        : new Schedule(shape, config.learningRate(), config.warmupSteps(), config.maxSteps());
  }

  private static StepLoop.Plan plan(TrainConfig config) {
    Schedule schedule = schedule(config);
    return new StepLoop.Plan(
        config.maxSteps(),
        config.saveEvery(),
        config.evalEvery(),
        config.keepCheckpoints(),
        config.bestMetric() == null
            ? null
            : new BestMetric(config.bestMetric(), BestMetric.Direction.parse(config.bestIs())),
        schedule::rate);
  }

  private static void dryRun(
      TrainConfig config, String name, @Nullable Path weights, TrainListener listener) {
    listener.started(summary(config, name, weights, 1));
    listener.message(ConfigLoader.yaml(config));
  }

  private static String summary(
      TrainConfig config, String name, @Nullable Path weights, int processes) {
    Tuning.Size size = config.tuning().size(weights, config.model(), Dtype.parse(config.dtype()));
    return String.format(
        Locale.ROOT,
        "stage %s: %.2f M parameters, %s trained (weights, gradients and Adam state: %.0f MB), %d"
            + " steps of %d samples, seed %d, %s, %d threads%s",
        name,
        size.parameters() / 1e6,
        size.trained() == size.parameters()
            ? "all"
            : String.format(Locale.ROOT, "%,d", size.trained()),
        size.bytes() / 1e6,
        config.maxSteps(),
        config.batchSize(),
        config.seed(),
        config.dtype(),
        Torch.threads(),
        processes == 1 ? "" : " in each of " + processes + " processes");
  }

  private static Path find(String path, Path home) {
    Path given = Path.of(path);
    return Files.exists(given) ? given : home.resolve(path);
  }
}
