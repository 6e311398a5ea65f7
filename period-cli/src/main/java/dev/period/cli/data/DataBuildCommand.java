package dev.period.cli.data;

import dev.period.cli.ClusterOptions;
import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.data.build.BuildRequest;
import dev.period.data.build.BuiltFile;
import dev.period.data.build.QaBuilder;
import dev.period.data.build.QaBuilders;
import dev.period.data.work.Workers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code period data build}: questions and answers from a data set. */
@Command(
    name = "build",
    description =
        "Builds QA files: TASK_SPLIT.jsonl, and beside each a manifest of what is missing.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period data build text --out qa --seed 7",
      "  period data build countix --data countix --out qa --split val",
      "  period data build quva --data QUVARepetitionDataset --out qa --parts train=0.8,test=0.2"
    })
@SuppressWarnings("UnusedVariable") // picocli reads them
final class DataBuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "TASK",
      completionCandidates = Tasks.class,
      description = "One of ${COMPLETION-CANDIDATES}; docs/data.md says more.")
  private String task;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the files that are written.")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the data set (import: the JSON file).")
  private @Nullable Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Only this split; default: all there are.")
  private @Nullable String split;

  @Option(
      names = "--parts",
      paramLabel = "NAME=SHARE",
      split = ",",
      description =
          "Divide by source video, for data without splits: train=0.9,val=0.1 or the like.")
  private Map<String, Double> parts = new LinkedHashMap<>();

  @Option(names = "--seed", paramLabel = "N", description = "Decides what is made; default 0.")
  private long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N items a split; default: all, or the task's own number.")
  private @Nullable Long limit;

  @Option(names = "--render", description = "signal: draw the curves to video files.")
  private boolean render;

  @Mixin private ClusterOptions cluster;

  private final Terminal terminal;

  /** The names of all builders. */
  static final class Tasks implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return QaBuilders.all().stream().map(QaBuilder::name).iterator();
    }
  }

  DataBuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    QaBuilder builder =
        QaBuilders.byName(task)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is nothing to build called '%s'; choose one of %s"
                            .formatted(task, String.join(", ", new Tasks()))));
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    if (parts.values().stream().anyMatch(share -> !(share > 0 && share < 1e9))) {
      throw new ParameterException(spec.commandLine(), "the shares of --parts must be above 0");
    }
    if (parts.keySet().stream().anyMatch(name -> !name.matches("[A-Za-z0-9_-]+"))) {
      throw new ParameterException(
          spec.commandLine(), "the names of --parts are made of letters and digits");
    }
    BuildRequest request = new BuildRequest(out, data, split, seed, limit, parts, render);
    try (Workers workers = cluster.workers()) {
      for (BuiltFile file : builder.build(request, workers)) {
        terminal
            .out()
            .printf(Locale.ROOT, "%s: %,d records%s%n", file.file(), file.records(), missing(file));
      }
    }
    return 0;
  }

  private static String missing(BuiltFile file) {
    return file.missing() == 0
        ? ""
        : ", %d items left out, see %s".formatted(file.missing(), file.manifest().getFileName());
  }
}
