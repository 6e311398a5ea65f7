package dev.period.cli.model;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.core.checkpoint.WeightsWriter;
import dev.period.core.model.convert.ModelConversion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code period model export}: a model in the layout of others. */
@Command(
    name = "export",
    description =
        "Writes a model in the layout of Hugging Face or of the original LLaVA, or its adapters in"
            + " that of PEFT.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period model export models/llava-7b --out llava-again --layout hf",
      "  period model export runs/lora/checkpoint-600 --out merged --layout hf --merge",
      "  period model export runs/lora/checkpoint-600 --out adapter --layout peft"
    })
final class ModelExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", description = "Model folder of any layout.")
  private Path model;

  @Option(
      names = "--layout",
      required = true,
      paramLabel = "hf|llava|peft",
      description =
          "hf: Hugging Face's LLaVA, LLaMA or CLIP; llava: the original LLaVA's; peft: the adapters"
              + " alone.")
  private String layout;

  @Option(
      names = "--merge",
      description =
          "Add adapters to the weights that they adapt; without it they lie beside them, and the"
              + " weights stay as they were.")
  private boolean merge;

  @Mixin private OutputOptions output;

  private final Terminal terminal;

  ModelExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ModelConversion.Target target = ModelConversion.Target.parse(layout);
    if (merge && target == ModelConversion.Target.PEFT) {
      throw new ParameterException(
          spec.commandLine(), "--merge adds adapters to a model; --layout peft writes them alone");
    }
    output.tell(
        terminal,
        common,
        ModelConversion.exporting(
            model, target, merge, output.folder(), output.replace(), WeightsWriter.SHARD_BYTES));
    return 0;
  }
}
