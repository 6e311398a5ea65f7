package dev.period.cli.data;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.core.PeriodException;
import dev.period.data.qa.QaCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code period data check}: what is wrong with QA files. */
@Command(
    name = "check",
    description = {
      "Finds missing media, empty or fully masked answers, numbers that disagree with count,"
          + " duplicates, and videos or texts that are in two splits.",
      "Prints FILE:LINE: PROBLEM for each; exits with 3 if there is any."
    },
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  period data check qa/countix_train.jsonl qa/countix_val.jsonl"})
final class DataCheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "QA files (JSONL). Names with train, val or test in them tell the split; any other file"
              + " is a split of its own.")
  private List<Path> files;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Print at most N problems; all are counted. Default 1000.")
  private int limit = 1000;

  private final Terminal terminal;

  DataCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long[] printed = {0};
    QaCheck check =
        new QaCheck(
            finding -> {
              if (printed[0]++ < limit) {
                terminal.out().println(finding);
              }
            });
    files.forEach(check::file);
    if (!common.quiet()) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "%,d records in %d files: %s%n",
              check.records(),
              files.size(),
              check.findings() == 0
                  ? "nothing wrong"
                  : String.format(Locale.ROOT, "%,d problems", check.findings()));
    }
    return check.findings() == 0 ? 0 : PeriodException.Kind.INPUT.exitCode();
  }
}
