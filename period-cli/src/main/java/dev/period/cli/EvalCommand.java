package dev.period.cli;

import dev.period.data.SampleSource;
import dev.period.data.rppg.PulseDataset;
import dev.period.data.text.TextRepetition;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import dev.period.infer.baselines.LabelledCount;
import dev.period.infer.eval.ClipsDataset;
import dev.period.infer.eval.Counter;
import dev.period.infer.eval.EvalItem;
import dev.period.infer.eval.EvalReport;
import dev.period.infer.eval.EvalSettings;
import dev.period.infer.eval.Evaluation;
import dev.period.infer.eval.FrameSource;
import dev.period.infer.eval.HeartRateSettings;
import dev.period.infer.eval.ModelCounter;
import dev.period.infer.eval.Outcome;
import dev.period.infer.eval.Progress;
import dev.period.infer.eval.ReportTable;
import dev.period.infer.eval.SampleDataset;
import dev.period.infer.eval.VideoFrames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
      "  period eval rppg --data UBFC-rPPG/DATASET_2 --baselines"
    })
final class EvalCommand implements Callable<Integer> {
  private static final int SAMPLES = 200;
  private static final int TRAINING_COUNTS = 500;

  /** What can be evaluated. */
  enum Task {
    text,
    synthetic,
    clips,
    rppg
  }

  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Mixin private ModelOptions model;

  @Parameters(
      paramLabel = "TASK",
      description =
          "text: repeated words; synthetic: rendered clips; clips: a folder of videos with"
              + " labels.csv; rppg: heart rate in videos of faces.")
  private Task task;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the data set; needed for clips and rppg.")
  private @Nullable Path data;

  @Option(
      names = "--baselines",
      description = "Also judge the classical methods, which read every frame.")
  private boolean baselines;

  @Option(
      names = "--use-segments",
      description = "clips: look only from start_s to end_s of each video.")
  private boolean useSegments;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N items; default: all clips, 200 of text and synthetic.")
  private @Nullable Integer limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "synthetic: seed of the held-out clips; default 1.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the report; default: runs/eval-TASK.")
  private @Nullable Path out;

  @Mixin private HeartRateOptions heartRate;

  private final Terminal terminal;

  EvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    if ((task == Task.clips || task == Task.rppg) && data == null) {
      throw new ParameterException(spec.commandLine(), "eval " + task + " needs --data DIR");
    }
    PeriodOptions engine = model.engine();
    Path folder = model.folder();
    if (task == Task.rppg) {
      rppg(folder, engine);
      return 0;
    }
    try (Period period = Period.load(folder, engine)) {
      EvalReport report = task == Task.clips ? clips(period, folder) : samples(period, folder);
      terminal.out().print(ReportTable.render(report));
      tellTarget();
    }
    return 0;
  }

  private void rppg(Path folder, PeriodOptions engine) {
    PulseDataset dataset = PulseDataset.open(Objects.requireNonNull(data));
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
            Map.of("period", Version.current()));
    try (Period period = Period.load(folder, engine)) {
      new RppgTask(terminal, common.quiet()).run(period, dataset, settings, limit);
      tellTarget();
    }
  }

  private void tellTarget() {
    if (!common.quiet()) {
      terminal.err().println("report in " + target());
    }
  }

  private EvalReport clips(Period period, Path folder) {
    List<EvalItem> items = ClipsDataset.read(data, useSegments);
    items = limit == null ? items : items.subList(0, Math.min(limit, items.size()));
    FrameSource frames = baselines ? new VideoFrames() : null;
    return evaluate(settings(folder, List.of(), frames), items, ModelCounter.ofVideos(period));
  }

  private EvalReport samples(Period period, Path folder) {
    boolean text = task == Task.text;
    SampleSource source =
        text ? SampleDataset.text() : SampleDataset.synthetic(seed, period.config().visualFrames());
    FrameSource frames = baselines && !text ? SampleDataset.frames(seed) : null;
    List<EvalItem> items = SampleDataset.items(source, limit == null ? SAMPLES : limit);
    List<LabelledCount> training = text ? trainingCounts(TextRepetition.train()) : List.of();
    return evaluate(
        settings(folder, training, frames), items, ModelCounter.ofSamples(period, source));
  }

  /**
   * What the constants are fitted on; rendering as many clips would take a minute, words do not.
   */
  private static List<LabelledCount> trainingCounts(SampleSource source) {
    return LongStream.range(0, TRAINING_COUNTS)
        .mapToObj(i -> new LabelledCount("", source.sample(i).count()))
        .toList();
  }

  private EvalReport evaluate(EvalSettings settings, List<EvalItem> items, Counter counter) {
    ProgressBar bar = new ProgressBar(terminal, common.quiet(), System::nanoTime);
    Progress progress =
        (done, total, outcome) -> {
          if (outcome instanceof Outcome.Skipped skipped && !common.quiet()) {
            bar.clear();
            terminal.err().println(skipped.item().id() + " skipped: " + skipped.reason());
          }
          bar.update(done, total, "items");
        };
    return new Evaluation(settings).run(items, counter, progress);
  }

  private EvalSettings settings(
      Path folder, List<LabelledCount> training, @Nullable FrameSource frames) {
    Map<String, Object> config = config();
    config.put("use_segments", useSegments);
    config.put("seed", seed);
    Map<String, Object> provenance = Map.of("period", Version.current());
    return new EvalSettings(
        task.name(), name(folder), target(), training, frames, config, provenance);
  }

  /** What every task depends on. */
  private Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("data", data == null ? null : data.toString());
    config.put("limit", limit);
    config.put("device", model.engine().device());
    config.put("dtype", model.engine().dtype());
    return config;
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  private Path target() {
    return out == null ? Path.of("runs", "eval-" + task) : out;
  }
}
