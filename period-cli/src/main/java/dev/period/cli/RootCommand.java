package dev.period.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code period} without a command: help and version. */
@Command(
    name = "period",
    versionProvider = Version.class,
    description = "Answers questions about repetition in video, and trains the models that do.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  period ask squats.mp4 \"how many reps?\"",
      "  period train --stage macro --out runs/macro",
      "  period doctor",
      "",
      "Exit codes: 0 done, 2 usage or configuration, 3 input, 4 model folder, 5 engine or natives,",
      "6 out of memory, 70 internal error."
    })
@SuppressWarnings("UnusedVariable") // picocli reads them
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
