package dev.period.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
@SuppressWarnings("UnusedVariable") // picocli reads them
public final class CommonOptions {
  @Option(names = "--verbose", description = "Say more; print stack traces.")
  private boolean verbose;

  @Option(names = "--quiet", description = "Print answers and errors only.")
  private boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  /** Whether to say more than usual. */
  public boolean verbose() {
    return verbose;
  }

  /** Whether to print answers and errors only. */
  public boolean quiet() {
    return quiet;
  }
}
