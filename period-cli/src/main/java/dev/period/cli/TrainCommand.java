package dev.period.cli;

import dev.period.train.TrainRequest;
import dev.period.train.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code period train}: trains a stage, or the whole curriculum. */
@Command(
    name = "train",
    description = "Trains a stage of the curriculum.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Ctrl-C saves; the same command with --resume goes on.",
      "",
      "Examples:",
      "  period train --stage text --out runs/text",
      "  period train --stage macro --from runs/text/checkpoint-800 --out runs/macro",
      "  period train --stage macro --from models/nano --data qa.jsonl --set schedule=cosine",
      "  period train --stage dpo --from models/nano --data qa/preferences.jsonl",
      "  period train --stage macro --set max_steps=100 --set learning_rate=3e-4 --dry-run"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(
      names = "--stage",
      required = true,
      paramLabel = "STAGE",
      description = "text, macro, micro, or all: the curriculum; dpo: behind it.")
  private String stage;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What differs from the stage's configs/nano/STAGE.yaml.")
  private @Nullable Path config;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Run folder; default: runs/STAGE below the current folder.")
  private @Nullable Path out;

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description = "Model folder to start from; default: a fresh model.")
  private @Nullable Path from;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      split = ",",
      description =
          "QA files to learn from as well, as period data build makes them; --set"
              + " data.files_share=1 for nothing else. Of the dpo stage: pairs of answers, as"
              + " period data preferences makes them.")
  private List<Path> data = new ArrayList<>();

  @Option(names = "--resume", description = "Go on from the run's newest checkpoint.")
  private boolean resume;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override a setting; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--device", paramLabel = "NAME", description = "cpu (default), gpu or gpu:1.")
  private String device = "cpu";

  @Option(names = "--dry-run", description = "Only say what would be trained.")
  private boolean dryRun;

  private final Terminal terminal;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path run = out == null ? Path.of("runs", stage) : out;
    TrainProgress progress = new TrainProgress(terminal, common.quiet());
    List<String> settings = new ArrayList<>();
    if (!data.isEmpty()) {
      settings.add("data.files=" + list(data));
    }
    settings.addAll(overrides);
    TrainRequest request =
        new TrainRequest(stage, config, run, from, resume, settings, device, dryRun, progress);
    Training.run(request, Path.of(System.getProperty("period.home", ".")));
    return 0;
  }

  /** Paths as a YAML list, whatever characters they hold. */
  private static String list(List<Path> paths) {
    return paths.stream()
        .map(path -> path.toString().replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }
}
