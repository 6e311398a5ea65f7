package dev.period.train;

import ai.djl.Device;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.model.Tuning;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.optim.Schedule;
import dev.period.core.text.Tokenizer;
import dev.period.train.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trains one stage, or the curriculum. */
public final class Training {
  /** The stages in the order of the curriculum: what is easy comes first. */
  private static final List<Stage> CURRICULUM = List.of(new TextStage(), new MacroStage());

  private Training() {}

  /** The names of the stages, {@code all} included. */
  public static List<String> stages() {
    List<String> names = new ArrayList<>(CURRICULUM.stream().map(Stage::name).toList());
    names.add("all");
    return names;
  }

  /**
   * Runs what {@code request} asks for.
   *
   * @param home folder that holds {@code configs/} and {@code models/}; relative paths in a
   *     configuration that do not exist are looked for there
   */
  public static void run(TrainRequest request, Path home) {
    if (!request.stage().equals("all")) {
      stage(request, home, named(request.stage()), request.out(), request.from());
      return;
    }
    if (request.config() != null) {
      throw new PeriodException(
          Kind.USAGE, "--stage all takes no --config: each stage has its own in configs/nano");
    }
    Path from = request.from();
    for (Stage stage : CURRICULUM) {
      from = stage(request, home, stage, request.out().resolve(stage.name()), from);
    }
  }

  private static Stage named(String name) {
    return CURRICULUM.stream()
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

  private static @Nullable Path stage(
      TrainRequest request, Path home, Stage stage, Path out, @Nullable Path from) {
    Path resumed = request.resume() ? RunFolder.newest(out).orElse(null) : null;
    Path weights = resumed != null ? resumed : from;
    // a user's file says what differs from nano's
    TrainConfig config =
        ConfigLoader.load(
            request.config(),
            home.resolve("configs/nano/" + stage.name() + ".yaml"),
            weights == null ? Map.of() : Map.of("model", ModelFolder.config(weights)),
            request.overrides(),
            TrainConfig.class);
    if (request.dryRun()) {
      dryRun(config, stage.name(), weights, request.listener());
      return null;
    }
    try (RunFolder run = RunFolder.open(out)) {
      if (run.newest().isPresent() && !request.resume()) {
        throw new PeriodException(
            Kind.USAGE,
            out + " already holds a run; add --resume to go on with it, or use another --out");
      }
      if (resumed != null && RunFolder.step(resumed) >= config.maxSteps()) {
        request.listener().message(out + " is finished at step " + RunFolder.step(resumed));
        return resumed;
      }
      if (request.resume()) {
        request
            .listener()
            .message(
                resumed != null
                    ? "resuming from " + resumed
                    : "no checkpoint in " + out + ": starting at step 0");
      }
      ConfigLoader.write(config, out.resolve("resolved_config.yaml"));
      return train(config, stage, run, resumed, from, home, request.listener());
    }
  }

  private static Path train(
      TrainConfig config,
      Stage stage,
      RunFolder run,
      @Nullable Path resumed,
      @Nullable Path from,
      Path home,
      TrainListener listener) {
    Torch.setThreads(config.threads());
    Torch.seed(config.seed());
    Dtype dtype = Dtype.parse(config.dtype());
    Path tokenizerFolder = find(config.tokenizer(), home);
    Path weights = resumed != null ? resumed : from;
    ClipVisionConfig tower = config.model().visionConfig();
    if (tower == null) {
      throw new PeriodException(
          Kind.USAGE, "the stages show videos, but the model has no vision_config to see them");
    }
    Tuning tuning = config.tuning();
    try (Tokenizer tokenizer = ModelFolder.tokenizer(tokenizerFolder);
        Tokenizer clip = ModelFolder.clipTokenizer(tokenizerFolder, config.model());
        PeriodModel model = model(config, tuning, weights, dtype);
        Adam optimizer =
            new Adam(
                tuning.trainable().select(model),
                adamRule(config),
                name -> tuning.trainable().factor(name, config.learningRate()))) {
      checkVocabulary(config.model(), tokenizer);
      if (resumed != null) {
        OptimizerState.restore(resumed, optimizer);
      }
      StepLoop.Start start = StepLoop.Start.NEW;
      if (resumed != null) {
        start = new StepLoop.Start(RunFolder.step(resumed), TrainerState.of(resumed).best());
      }
      ImageProcessor images =
          new ImageProcessor(
              tower.imageSize(), ImageProcessor.CLIP_MEAN, ImageProcessor.CLIP_DEVIATION);
      PromptBuilder prompts = new PromptBuilder(config.model(), tokenizer, images, clip);
      CountTargets targets =
          new CountTargets(
              tokenizer,
              config.model().maxCount(),
              config.softCountBase(),
              config.softCountSlope());
      listener.started(summary(config, stage.name(), weights));
      run.writeJson("provenance.json", Provenance.of(config, stage.name(), from));
      Processes processes = Processes.ONE;
      Collator collator = new Collator(config.model(), prompts, targets, config.packWidth());
      try (BatchStream<TrainingBatch> batches =
          new BatchStream<>(
              new StepBatches(
                  stage.samples(config),
                  collator,
                  config.batchSize(),
                  config.accumulation(),
                  processes.rank(),
                  processes.count()),
              config.dataThreads(),
              start.step())) {
        TrainingStep<TrainingBatch> step =
            new TrainingStep<>(
                model,
                new AnswerObjective(config.densityWeight()),
                tuning.trainable().select(model),
                List.of(),
                optimizer,
                stepSettings(config),
                processes);
        StepLoop<TrainingBatch> loop =
            new StepLoop<>(
                plan(config),
                model,
                step,
                batches,
                stage.evaluator(config, tokenizer, prompts),
                run,
                new CheckpointWriter(model, optimizer, config, tokenizerFolder),
                listener);
        Path last = loop.run(start);
        listener.message("saved " + last);
        return last;
      }
    }
  }

  private static PeriodModel model(
      TrainConfig config, Tuning tuning, @Nullable Path weights, Dtype dtype) {
    return weights == null
        ? tuning.fresh(config.model(), config.seed(), Device.cpu(), dtype)
        : tuning.load(weights, config.model(), config.seed(), Device.cpu(), dtype);
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
    listener.started(summary(config, name, weights));
    listener.message(ConfigLoader.yaml(config));
  }

  private static String summary(TrainConfig config, String name, @Nullable Path weights) {
    Tuning.Size size = config.tuning().size(weights, config.model(), Dtype.parse(config.dtype()));
    return String.format(
        Locale.ROOT,
        "stage %s: %.2f M parameters, %s trained (weights, gradients and Adam state: %.0f MB), %d"
            + " steps of %d samples, seed %d, %s, %d threads",
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
        Torch.threads());
  }

  private static void checkVocabulary(PeriodConfig model, Tokenizer tokenizer) {
    if (tokenizer.vocabularySize() > model.textConfig().vocabSize()
        || tokenizer.id("<image>") != model.imageTokenIndex()
        || tokenizer.id("<period>") != model.periodTokenIndex()) {
      throw new PeriodException(
          Kind.USAGE,
          "the tokenizer does not fit the model: vocab_size, image_token_index and"
              + " period_token_index must agree with tokenizer.json ("
              + tokenizer.vocabularySize()
              + " tokens)");
    }
  }

  private static Path find(String path, Path home) {
    Path given = Path.of(path);
    return Files.exists(given) ? given : home.resolve(path);
  }
}
