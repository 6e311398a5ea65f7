package dev.period.cli.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.period.cli.CommonOptions;
import dev.period.cli.EngineOptions;
import dev.period.cli.Terminal;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.generate.TokenRun;
import dev.period.core.text.Tokenizer;
import dev.period.infer.PeriodOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code period model run}: raw token ids and images through a model. */
@Command(
    name = "run",
    description =
        "Runs raw token ids, for comparing a model with other implementations. Needs config.json"
            + " and weights only.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period model run models/nano --tokens 1,5,9 --generate 4 --json",
      "  period model run models/llava-7b --tokens 1,32000,29871 --image cat.png --json"
    })
@SuppressWarnings("UnusedVariable") // picocli reads the common options
final class ModelRunCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", description = "Model folder of any layout.")
  private Path model;

  @Option(
      names = "--tokens",
      required = true,
      split = ",",
      paramLabel = "ID",
      description = "Ids of the prompt, 1,5,9.")
  private int[] tokens;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description =
          "PNG or JPEG; may be repeated, once for each placeholder among the ids"
              + " (image_token_index of config.json; -200 for the original LLaVA).")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--generate",
      paramLabel = "N",
      description = "Generate exactly N ids, always the most likely; default 0.")
  private int generate;

  @Option(names = "--json", description = "Print one object: logits_last and generated.")
  private boolean json;

  @Mixin private EngineOptions engine;

  private final Terminal terminal;

  ModelRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (generate < 0) {
      throw new ParameterException(spec.commandLine(), "--generate must not be negative");
    }
    PeriodOptions options = engine.get();
    Torch.setThreads(options.threads());
    TokenRun run =
        TokenRun.of(
            model,
            Torch.device(options.device()),
            Dtype.parse(options.dtype()),
            tokens,
            images,
            generate);
    if (json) {
      terminal.out().println(json(run));
    } else {
      print(run);
    }
    return 0;
  }

  private void print(TokenRun run) {
    terminal.out().println("logits    " + highest(run.logitsLast()));
    if (generate == 0) {
      return;
    }
    terminal
        .out()
        .println(
            "generated "
                + Arrays.stream(run.generated())
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(",")));
    if (Tokenizer.isIn(model)) {
      try (Tokenizer tokenizer = Tokenizer.open(model)) {
        terminal.out().println("text      " + tokenizer.decode(run.generated()));
      }
    }
  }

  /** The ids with the highest logits, the highest first. */
  private static String highest(float[] logits) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparing(id -> -logits[id]))
        .limit(SHOWN)
        .map(id -> String.format(Locale.ROOT, "%d (%.4f)", id, logits[id]))
        .collect(Collectors.joining(", "));
  }

  private static String json(TokenRun run) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("logits_last");
      for (float logit : run.logitsLast()) {
        json.writeNumber(logit);
      }
      json.writeEndArray();
      json.writeFieldName("generated");
      json.writeArray(run.generated(), 0, run.generated().length);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
