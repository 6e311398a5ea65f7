package dev.period.cli.doctor;

import dev.period.cli.ChosenModel;
import dev.period.cli.CommonOptions;
import dev.period.cli.Size;
import dev.period.cli.Terminal;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.cache.CacheFolder;
import dev.period.core.cache.CachePlace;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code period doctor}: exits with 0 when the model can run. */
@Command(
    name = "doctor",
    description = "Checks Java, libraries, model and caches, and says what to do.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  period doctor"})
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "Model folder; default: PERIOD_MODEL, then the bundled nano.")
  private @Nullable Path model;

  @Option(
      names = "--clear-cache",
      description = "First remove what evaluations and training kept of videos.")
  private boolean clearCache;

  private final Terminal terminal;

  /** A doctor that reports to {@code terminal}. */
  public DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (clearCache) {
      clear();
    }
    List<Check> checks =
        List.of(
            new JavaCheck(),
            new EngineCheck(),
            new VideoCheck(),
            new ModelCheck(() -> ChosenModel.choose(model)),
            new CacheCheck());
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      List<Finding> found = check.look();
      found.forEach(this::print);
      findings.addAll(found);
    }
    return conclude(findings);
  }

  private void clear() {
    Path folder = CachePlace.features();
    try {
      CacheFolder.Usage removed = CacheFolder.clear(folder);
      if (!common.quiet()) {
        terminal
            .out()
            .printf(
                "removed %s in %d entries from %s%n",
                Size.of(removed.bytes()), removed.entries(), folder);
      }
    } catch (UncheckedIOException e) {
      throw new PeriodException(
          Kind.INPUT, "cannot empty " + folder + " (" + e.getCause() + ")", e);
    }
  }

  private void print(Finding finding) {
    if (common.quiet() && finding.failure() == null) {
      return;
    }
    PrintStream out = terminal.out();
    String mark = finding.failure() == null ? "ok " : "BAD";
    out.printf("%s %-8s %s%n", mark, finding.subject(), finding.detail());
    if (finding.advice() != null) {
      out.printf("             %s%n", finding.advice());
    }
  }

  private int conclude(List<Finding> findings) {
    // without the engine no model loads either, so that the engine's failure is the one to tell
    int code = 0;
    for (Kind kind : List.of(Kind.ENGINE, Kind.MODEL)) {
      if (code == 0 && findings.stream().anyMatch(finding -> finding.failure() == kind)) {
        code = kind.exitCode();
      }
    }
    if (!common.quiet()) {
      terminal.out().println(code == 0 ? "The model can run." : "The model cannot run yet.");
    }
    return code;
  }
}
