package dev.period.cli.model;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code period model}: the group of the commands about model folders. */
@Command(
    name = "model",
    description = "Model folders: what they hold, in and out of other layouts, raw runs.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  period model info models/nano",
      "  period model import llava-1.5-7b-hf --out models/llava-7b",
      "  period model export models/llava-7b --out llava-again --layout hf",
      "  period model run models/llava-7b --tokens 1,3148,1001 --generate 5 --json"
    })
@SuppressWarnings("UnusedVariable") // picocli reads it
public final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  private ModelCommand() {}

  /** The group with its commands. */
  public static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new ModelCommand())
        .addSubcommand(new ModelInfoCommand(terminal))
        .addSubcommand(new ModelImportCommand(terminal))
        .addSubcommand(new ModelExportCommand(terminal))
        .addSubcommand(new ModelRunCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "model needs one of info, import, export and run");
  }
}
