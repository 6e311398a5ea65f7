package dev.period.cli.model;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.core.checkpoint.WeightsWriter;
import dev.period.core.model.convert.ModelConversion;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code period model import}: a folder of Period's own out of published ones. */
@Command(
    name = "import",
    description =
        "Makes a model folder out of published ones: LLaVA (Hugging Face's or the original layout),"
            + " LLaMA, CLIP; or a model and the CLIP folder that it is to see with, or its adapters from"
            + " PEFT.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period model import llava-1.5-7b-hf --out models/llava-7b",
      "  period model import llava-v1.5-7b clip-vit-large-patch14-336 --out models/llava-7b",
      "  period model import vicuna-7b-v1.5 clip-vit-large-patch14-336 --out models/fresh-7b",
      "  period model import llava-1.5-7b-hf my-lora --out models/llava-lora"
    })
final class ModelImportCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(
      arity = "1..2",
      paramLabel = "SRC",
      description = "Published folder; or a model and a CLIP folder, or one with adapters.")
  private List<Path> sources;

  @Mixin private OutputOptions output;

  private final Terminal terminal;

  ModelImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.tell(
        terminal,
        common,
        ModelConversion.importing(
            sources, output.folder(), output.replace(), WeightsWriter.SHARD_BYTES));
    return 0;
  }
}
