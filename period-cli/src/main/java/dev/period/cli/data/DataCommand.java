package dev.period.cli.data;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code period data}: the group of the commands about QA files. */
@Command(
    name = "data",
    description =
        "Builds QA files from data sets, checks them, says what is in them, looks at their videos,"
            + " makes pairs of answers.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  period data build countix --data countix --out qa",
      "  period data check qa/countix_train.jsonl qa/countix_val.jsonl",
      "  period data stats qa/countix_train.jsonl",
      "  period data features qa/countix_train.jsonl",
      "  period data preferences --out qa/preferences.jsonl"
    })
@SuppressWarnings("UnusedVariable") // picocli reads them
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  private DataCommand() {}

  /** The group with its commands. */
  public static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new DataCommand())
        .addSubcommand(new DataBuildCommand(terminal))
        .addSubcommand(new DataCheckCommand(terminal))
        .addSubcommand(new DataStatsCommand(terminal))
        .addSubcommand(new DataFeaturesCommand(terminal))
        .addSubcommand(new DataPreferencesCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "data needs one of build, check, features, preferences and stats");
  }
}
