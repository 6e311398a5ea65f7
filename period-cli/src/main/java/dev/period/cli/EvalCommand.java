package dev.period.cli;

import dev.period.core.cache.CachePlace;
import dev.period.core.cache.ContentHash;
import dev.period.core.cache.FeatureCache;
import dev.period.data.rppg.PulseDataset;
import dev.period.data.signal.SignalDataset;
import dev.period.data.synthetic.pulse.SyntheticRecordings;
import dev.period.data.work.Workers;
import dev.period.infer.Period;
import dev.period.infer.baselines.LabelledCount;
import dev.period.infer.eval.CodeHash;
import dev.period.infer.eval.EvalItem;
import dev.period.infer.eval.EvalReport;
import dev.period.infer.eval.EvalSettings;
import dev.period.infer.eval.Evaluation;
import dev.period.infer.eval.FrameSource;
import dev.period.infer.eval.HeartRateSettings;
import dev.period.infer.eval.Judges;
import dev.period.infer.eval.ModelHash;
import dev.period.infer.eval.ReportTable;
import dev.period.infer.eval.RoutingEvaluation;
import dev.period.infer.eval.StressedClips;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code period eval}: how well a model counts, beside baselines. */
@Command(
    name = "eval",
    description = "Evaluates a model and writes report.json, predictions.jsonl and report.html.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period eval text",
      "  period eval clips --data my-clips --baselines --out runs/eval-my-clips",
      "  period eval countix --data countix --split val --baselines",
      "  period eval countix --data countix --protocol period-llm",
      "  period eval rppg --baselines",
      "  period eval rppg --data UBFC-rPPG/DATASET_2 --baselines"
    })
final class EvalCommand implements Callable<Integer> {
  private static final int SAMPLES = 200;
  private static final String PERIOD_LLM = "period-llm";
  private static final String SEED = "--seed";

  /** A face takes seconds to render, to encode and to decode. */
  private static final int FACES = 24;

  /** What can be evaluated. */
  enum Task {
    text(false),
    synthetic(false),
    movers(false),
    routing(false),
    clips(true),
    countix(true),
    repcount(true),
    quva(true),
    rotnist(false),
    signal(true),
    rppg(false);

    private final boolean needsData;

    Task(boolean needsData) {
      this.needsData = needsData;
    }

    private boolean takes(String option) {
      return OptionTakers.of(option).contains(this);
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Mixin private ModelOptions model;

  @Parameters(
      paramLabel = "TASK",
      description =
          "text: repeated words; synthetic: rendered clips; movers: one of two in a"
              + " picture; routing: what a question wants; rotnist: turning digits; clips, signal:"
              + " a folder of videos or signals with labels.csv; countix, repcount, quva: the"
              + " folder of the data set; rppg: heart rate in videos of faces, of rendered ones"
              + " without --data.")
  private Task task;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the data set; rotnist (MNIST's files) and rppg need none, text, synthetic,"
              + " movers and routing take none.")
  private @Nullable Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "countix, repcount: train, val or test; default: val, for repcount test.")
  private @Nullable String split;

  @Option(
      names = "--baselines",
      description =
          "Also judge the classical methods, which read every frame; not for text, movers,"
              + " routing.")
  private boolean baselines;

  @Option(
      names = "--use-segments",
      description = "clips: look only from start_s to end_s of each video.")
  private boolean useSegments;

  @Option(
      names = "--stress",
      paramLabel = "KIND",
      description =
          "clips: lead: a still lead-in and lead-out, 30 %% of the clip each; join: two clips of"
              + " different actions in a row, drawn by --seed.")
  private StressedClips.@Nullable Kind stress;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "At most N items; default: all there are, 200 of those that are made, 24 rendered faces.")
  private @Nullable Integer limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "synthetic, movers, routing, rotnist, rppg without --data, clips with --stress: seed of"
              + " what is made; default 1.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the report; default: runs/eval-TASK.")
  private @Nullable Path out;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description =
          "period-llm: also the figures of that paper's released evaluation, which compare with its"
              + " published ones only.")
  private @Nullable String protocol;

  @Option(
      names = "--cache",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "clips, countix, repcount, quva: keep what is seen of a video for the next evaluation"
              + " (default). The figures are the same without.")
  private boolean cache = true;

  @Mixin private VideoOptions videos;

  @Mixin private HeartRateOptions heartRate;

  @Mixin private ClusterOptions cluster;

  private final Terminal terminal;

  EvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    if (task.needsData && data == null) {
      throw new ParameterException(spec.commandLine(), "eval " + task + " needs --data DIR");
    }
    checkTaken();
    Path folder = model.folder();
    if (task == Task.rppg) {
      rppg(folder);
    } else if (task == Task.routing) {
      routing(folder);
    } else {
      count(folder);
    }
    if (!common.quiet()) {
      terminal.err().println("report in " + target());
    }
    return 0;
  }

  /** An option without effect would be taken for one that had it. */
  private void checkTaken() {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (!task.takes(name)) {
        throw refused(name, ", which is for " + OptionTakers.names(name));
      }
      if (name.equals(SEED) && !drawn()) {
        throw refused(name, task == Task.clips ? " without --stress" : " with --data");
      }
    }
    if (protocol != null && !protocol.equals(PERIOD_LLM)) {
      throw new ParameterException(
          spec.commandLine(), "there is no protocol '" + protocol + "'; there is " + PERIOD_LLM);
    }
  }

  private ParameterException refused(String option, String why) {
    return new ParameterException(
        spec.commandLine(), "eval %s takes no %s%s".formatted(task, option, why));
  }

  /** Whether the seed says what is evaluated; files are what they are. */
  private boolean drawn() {
    return switch (task) {
      case clips -> stress != null;
      case rppg -> data == null;
      default -> task.takes(SEED);
    };
  }

  private void count(Path folder) {
    EvalRequest request = request(folder);
    EvalPlan plan = request.plan();
    List<EvalItem> items = plan.items();
    items = limit == null ? items : items.subList(0, Math.min(limit, items.size()));
    FrameSource frames = baselines ? plan.frames() : null;
    EvalSettings settings =
        settings(folder, plan.training(), frames)
            .withPictures(plan.pictures())
            .withPeriodLlm(protocol != null);
    EvalReport report =
        cluster.spread()
            ? spread(settings, items, request)
            : evaluate(settings, items, request, plan);
    terminal.out().print(ReportTable.render(report));
    FeatureCache seen = request.engine().cache();
    if (seen != null && !cluster.spread() && !common.quiet()) {
      terminal
          .err()
          .printf(
              "videos: %d looks from the cache, %d at the files (%s)%n",
              seen.hits(), seen.misses(), seen.folder());
    }
  }

  private EvalReport evaluate(
      EvalSettings settings, List<EvalItem> items, EvalRequest request, EvalPlan plan) {
    try (Period period = request.load()) {
      EvalSettings parallel = settings.withWorkers(ParallelClips.of(period, request.engine()));
      return new Evaluation(parallel).run(items, plan.counter().apply(period), progress());
    }
  }

  private EvalReport spread(EvalSettings settings, List<EvalItem> items, EvalRequest request) {
    try (Workers workers = cluster.workers()) {
      return new Evaluation(settings)
          .run(
              items,
              Judges.of(workers, new EvalWork(request), (i, found) -> found.about(items.get(i))),
              progress());
    }
  }

  private EvalRequest request(Path folder) {
    return new EvalRequest(
        task,
        data == null ? null : cluster.path(data),
        split,
        samples(),
        seed,
        useSegments,
        stress,
        baselines,
        cluster.path(folder),
        model
            .engine()
            .withLimits(videos.limits())
            .withCache(cache && task.takes("--cache") ? CachePlace.open() : null));
  }

  /** How many of what is made. */
  private int samples() {
    int usual = task == Task.rppg ? FACES : SAMPLES;
    return limit == null ? usual : limit;
  }

  private void rppg(Path folder) {
    PulseDataset dataset =
        data == null ? SyntheticRecordings.of(seed, samples()) : PulseDataset.open(data);
    Map<String, Object> config = config();
    config.put("layout", dataset.layout());
    HeartRateSettings settings =
        new HeartRateSettings(
            name(folder),
            target(),
            heartRate.window(),
            heartRate.region(),
            heartRate.reading(),
            baselines,
            config,
            provenance(folder));
    RppgTask run = new RppgTask(terminal, common.quiet(), dataset, limit);
    if (cluster.spread()) {
      try (Workers workers = cluster.workers()) {
        run.spread(workers, RppgWork.of(request(folder), settings), settings);
      }
      return;
    }
    try (Period period = Period.load(folder, model.engine())) {
      run.here(period, settings.withWorkers(ParallelClips.of(period, model.engine())));
    }
  }

  private void routing(Path folder) {
    if (cluster.spread()) {
      throw new ParameterException(
          spec.commandLine(), "eval routing takes seconds and is not spread; leave out --master");
    }
    RoutingEvaluation evaluation =
        new RoutingEvaluation(target(), name(folder), config(), provenance(folder));
    try (Period period = Period.load(folder, model.engine())) {
      new RoutingTask(terminal, common.quiet()).run(period, seed, samples(), evaluation);
    }
  }

  private EvalProgress progress() {
    ProgressBar bar = new ProgressBar(terminal, common.quiet(), System::nanoTime);
    return new EvalProgress(terminal, common.quiet(), bar);
  }

  private EvalSettings settings(
      Path folder, List<LabelledCount> training, @Nullable FrameSource frames) {
    Map<String, Object> config = config();
    config.put("split", split);
    config.put("use_segments", useSegments);
    if (stress != null) {
      config.put("stress", stress.name());
    }
    config.put("protocol", protocol);
    if (task == Task.signal && data != null) {
      // rate and columns stand in it: with others it is another signal
      config.put("signals_sha256", ContentHash.ofFile(SignalDataset.labels(data)));
    }
    return new EvalSettings(
        task.name(), name(folder), target(), training, frames, config, provenance(folder));
  }

  private static Map<String, Object> provenance(Path folder) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("period", Version.current());
    provenance.put("code_sha256", CodeHash.ofThis());
    provenance.put("model_sha256", ModelHash.of(folder));
    return provenance;
  }

  /** What the answers of every task depend on, and of the rest only what has an effect here. */
  private Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("data", data == null ? null : data.toString());
    config.put("limit", limit);
    config.put("device", model.engine().device());
    config.put("dtype", model.engine().dtype());
    if (task.takes("--max-frames")) {
      config.put("max_pixels", videos.limits().maxPixels());
      config.put("max_frames", videos.limits().maxKeptFrames());
      config.put("max_seconds", videos.limits().maxDecodeSeconds());
    }
    if (drawn()) {
      config.put("seed", seed);
    }
    return config;
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  private Path target() {
    return out == null ? Path.of("runs", "eval-" + task) : out;
  }
}
