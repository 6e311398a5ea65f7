package dev.period.cli.data;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.data.qa.QaReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaStats;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code period data stats}: what is in QA files. */
@Command(
    name = "stats",
    description = "Prints how counts, lengths, frame rates and actions are distributed.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  period data stats qa/countix_train.jsonl"})
@SuppressWarnings("UnusedVariable") // picocli reads them
final class DataStatsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "QA files (JSONL), taken together.")
  private List<Path> files;

  private final Terminal terminal;

  DataStatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    QaStats stats = new QaStats();
    for (Path file : files) {
      try (QaReader reader = QaReader.open(file)) {
        QaRecord record = reader.next();
        while (record != null) {
          stats.add(record);
          record = reader.next();
        }
      }
    }
    terminal.out().print(stats.render());
    return 0;
  }
}
