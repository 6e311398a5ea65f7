package dev.period.cli;

import dev.period.infer.PeriodOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where and how a model computes: the options of every command that runs one. */
public final class EngineOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--device", paramLabel = "NAME", description = "cpu (default), gpu or gpu:1.")
  private String device = PeriodOptions.defaults().device();

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "Type of weights and products: fp32 (default), bf16 or fp16.")
  private String dtype = PeriodOptions.defaults().dtype();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for computing; default: all cores.")
  private int threads = PeriodOptions.defaults().threads();

  /**
   * The options as the library takes them.
   *
   * @throws ParameterException when the number of threads is negative
   */
  public PeriodOptions get() {
    if (threads < 0) {
      throw new ParameterException(spec.commandLine(), "--threads must not be negative");
    }
    return new PeriodOptions(device, dtype, threads);
  }
}
