package dev.period.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.period.core.PeriodException;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.WeightFormat;
import dev.period.infer.PeriodOptions;
import dev.period.infer.bench.Speed;
import dev.period.infer.bench.Spread;
import dev.period.train.TrainListener;
import dev.period.train.TrainRequest;
import dev.period.train.Training;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code period bench}: how fast this machine decodes, reads, writes and trains. */
@Command(
    name = "bench",
    description = "Measures decoding of video, reading and writing of tokens, and training.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period bench",
      "  period bench --model models/llava-1.5-7b --dtype bf16 --json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final int PROMPT = 256;
  private static final String SAMPLE = "docs/samples/jumping-jacks.mp4";
  private static final int STANDARD_SIDE = 224;

  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Mixin private ModelOptions model;

  @Parameters(
      arity = "0..1",
      paramLabel = "VIDEO",
      description = "Video to decode; default: " + SAMPLE + ".")
  private @Nullable Path video;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of each measurement; default 7.")
  private int rounds = 7;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Terminal terminal;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds must be at least 1");
    }
    Path home = Path.of(System.getProperty("period.home", "."));
    PeriodOptions engine = model.engine();
    Torch.setThreads(engine.threads());
    Map<String, Spread> found = new LinkedHashMap<>();
    Dtype dtype = Dtype.parse(engine.dtype());
    var device = Torch.device(engine.device());
    try (PeriodModel loaded =
        ModelFolder.model(model.folder(), device, dtype, WeightFormat.inference(dtype, device))) {
      ClipVisionConfig tower = loaded.config().visionConfig();
      int side = tower == null ? STANDARD_SIDE : tower.imageSize();
      say("decoding video");
      found.put(
          "decode_frames_per_second",
          Speed.video(video == null ? home.resolve(SAMPLE) : video, side, rounds));
      say("reading " + PROMPT + " tokens");
      found.put("prefill_tokens_per_second", Speed.prefill(loaded.decoder(), PROMPT, rounds));
      say("writing tokens behind them");
      found.put("decode_tokens_per_second", Speed.decode(loaded.decoder(), PROMPT, 4 * rounds));
    }
    say("training the text stage");
    found.put("training_tokens_per_second", training(home, engine));
    print(found);
    return 0;
  }

  /** A real run of nano's text stage in a folder that is removed afterwards. */
  private Spread training(Path home, PeriodOptions engine) {
    List<Double> rates = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void started(String summary) {}

          @Override
          public void step(long step, long maxSteps, Map<String, Double> metrics) {
            Double rate = metrics.get("train/tokens_per_second");
            if (step > 1 && rate != null) { // the first one also prepares
              rates.add(rate);
            }
          }

          @Override
          public void message(String line) {}
        };
    Path run = null;
    try {
      run = Files.createTempDirectory("period-bench");
      List<String> settings =
          List.of(
              "max_steps=" + (rounds + 1),
              "eval_samples=1",
              "dtype=" + engine.dtype(),
              "threads=" + engine.threads());
      Training.run(
          new TrainRequest(
              "text",
              null,
              run.resolve("run"),
              null,
              false,
              settings,
              engine.device(),
              false,
              listener),
          home);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "no temporary folder can be made (" + e.getMessage() + ")",
          e);
    } finally {
      remove(run);
    }
    return Spread.of(rates.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // a leftover in the temporary folder harms nobody
    }
  }

  private void say(String what) {
    if (!common.quiet()) {
      terminal.err().println("measuring: " + what);
    }
  }

  private void print(Map<String, Spread> found) {
    if (json) {
      terminal.out().println(toJson(found));
      return;
    }
    found.forEach(
        (name, spread) ->
            terminal
                .out()
                .println(
                    String.format(
                        Locale.ROOT,
                        "%-28s %10.1f  (%.1f to %.1f, %d rounds)",
                        name.replace('_', ' '),
                        spread.median(),
                        spread.lowest(),
                        spread.highest(),
                        spread.rounds())));
  }

  private static String toJson(Map<String, Spread> found) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.writeStartObject();
      for (Map.Entry<String, Spread> entry : found.entrySet()) {
        generator.writeObjectFieldStart(entry.getKey());
        generator.writeNumberField("median", entry.getValue().median());
        generator.writeNumberField("min", entry.getValue().lowest());
        generator.writeNumberField("max", entry.getValue().highest());
        generator.writeNumberField("rounds", entry.getValue().rounds());
        generator.writeEndObject();
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
