package dev.period.cli.model;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.core.checkpoint.WeightsWriter;
import dev.period.core.model.convert.ModelConversion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code period model export}: a model in the layout of others. */
@Command(
    name = "export",
    description = "Writes a model in the layout of Hugging Face or of the original LLaVA.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Example:",
      "  period model export models/llava-7b --out llava-again --layout hf"
    })
final class ModelExportCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", description = "Model folder of any layout.")
  private Path model;

  @Option(
      names = "--layout",
      required = true,
      paramLabel = "hf|llava",
      description = "hf: Hugging Face's LLaVA, LLaMA or CLIP; llava: the original LLaVA's.")
  private String layout;

  @Mixin private OutputOptions output;

  private final Terminal terminal;

  ModelExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.tell(
        terminal,
        common,
        ModelConversion.exporting(
            model,
            ModelConversion.Target.parse(layout),
            output.folder(),
            output.replace(),
            WeightsWriter.SHARD_BYTES));
    return 0;
  }
}
