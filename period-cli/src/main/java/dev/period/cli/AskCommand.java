package dev.period.cli;

import dev.period.core.PeriodException;
import dev.period.infer.Answer;
import dev.period.infer.AskOptions;
import dev.period.infer.PeriodOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code period ask}: answers a question about each video, or holds a dialogue about one. */
@Command(
    name = "ask",
    description = "Answers a question about a video, an image or a signal.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period ask squats.mp4 \"how many reps?\"",
      "  period ask squats.mp4 \"how fast?\"             repetitions per minute",
      "  period ask squats.mp4 \"when does the third one start?\"",
      "  period ask face.mp4 \"what is the heart rate?\"",
      "  period ask monday.mp4 tuesday.mp4 \"how many reps?\" --json",
      "  period ask squats.mp4 --start 10 --end 25 \"how many reps?\"",
      "  period ask trace.csv --rate 100 --column PPG \"how many beats?\"",
      "  period ask squats.mp4              a dialogue; 'exit' or Ctrl-D ends it",
      "  period ask -- -odd-name.mp4 \"how many reps?\""
    })
final class AskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Mixin private ModelOptions model;

  @Mixin private SignalOptions signals;

  @Mixin private VideoOptions limits;

  @Parameters(
      arity = "1..*",
      paramLabel = "VIDEO... [QUESTION]",
      hideParamSyntax = true,
      description =
          "One or more videos, images or signals (.csv, .wav), then the question. With two or more"
              + " arguments the last one is the question, unless it is an existing file or is named"
              + " like a video.")
  private List<String> arguments;

  @Option(names = "--start", paramLabel = "SECONDS", description = "Look from this second on.")
  private @Nullable Double start;

  @Option(names = "--end", paramLabel = "SECONDS", description = "Look up to this second.")
  private @Nullable Double end;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Frames to sample; default: as many as the model takes.")
  private int frames;

  @Option(names = "--json", description = "Print one JSON object per video.")
  private boolean json;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw frames, periodicity and repetitions into a .png or .html file.")
  private @Nullable Path plot;

  @Option(names = "--stream", description = "Print the answer while it is being written.")
  private boolean stream;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Draw words at this temperature; 0: always the likeliest. Default: what the model's"
              + " generation_config.json says. A count is never drawn.")
  private @Nullable Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Draw from the K likeliest tokens only; 0: from all.")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Draw from the likeliest tokens only that together reach probability P.")
  private @Nullable Double topP;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of what is drawn; default 0.")
  private long seed;

  private final Terminal terminal;
  private final AnswererFactory factory;

  AskCommand(Terminal terminal, AnswererFactory factory) {
    this.terminal = terminal;
    this.factory = factory;
  }

  @Override
  public Integer call() {
    AskArguments asked = AskArguments.split(arguments, Files::exists);
    check(asked);
    PeriodOptions engine = model.engine().withLimits(limits.limits());
    for (Path video : asked.videos()) {
      if (asked.videos().size() == 1 && !Files.exists(video)) {
        throw new PeriodException(PeriodException.Kind.INPUT, "there is no file '" + video + "'");
      }
    }
    try (Answerer answerer = factory.load(model.folder(), engine)) {
      if (asked.question() == null) {
        Path video = asked.videos().get(0);
        return new Dialogue(terminal, common)
            .run(question -> print(ask(answerer, video, question)));
      }
      return askAll(answerer, asked.videos(), asked.question());
    }
  }

  /** A video that cannot be read must not cost the others their answers. */
  private int askAll(Answerer answerer, List<Path> videos, String question) {
    int code = 0;
    for (Path video : videos) {
      try {
        print(ask(answerer, video, question));
      } catch (PeriodException e) {
        if (videos.size() == 1 || e.kind() != PeriodException.Kind.INPUT) {
          throw e;
        }
        int failed = Failure.of(e).report(terminal, common.verbose());
        code = code == 0 ? failed : code;
      }
    }
    return code;
  }

  private Answer ask(Answerer answerer, Path file, String question) {
    return SignalOptions.isSignal(file)
        ? answerer.ask(signals.read(file), question, askOptions())
        : answerer.ask(file, question, askOptions());
  }

  private void check(AskArguments asked) {
    if (asked.question() == null && asked.videos().size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "no question given; put it after the videos, in quotes");
    }
    if (stream && json) {
      throw new ParameterException(spec.commandLine(), "--stream and --json exclude each other");
    }
    if (plot != null && asked.videos().size() > 1) {
      throw new ParameterException(spec.commandLine(), "--plot takes one video");
    }
    signals.check(asked.videos());
    notNegative("--start", start);
    notNegative("--frames", (double) frames);
    if (end != null && !(end > (start == null ? 0 : start))) {
      throw new ParameterException(spec.commandLine(), "--end must be later than --start");
    }
  }

  private void notNegative(String option, @Nullable Double value) {
    if (value != null && !(value >= 0 && Double.isFinite(value))) {
      throw new ParameterException(spec.commandLine(), option + " must not be negative");
    }
  }

  private AskOptions askOptions() {
    return new AskOptions(
        start, end, frames, temperature, topK, topP, seed, plot, stream ? this::piece : null);
  }

  private void piece(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  private void print(Answer answer) {
    if (json) {
      terminal.out().println(AnswerJson.of(answer));
    } else {
      terminal.out().println(stream ? "" : answer.answer());
    }
    answer.warnings().forEach(warning -> terminal.problem(warning));
    if (common.verbose()) {
      terminal
          .err()
          .printf(
              java.util.Locale.ROOT,
              "%d frames, %.2f s, model %s%n",
              answer.frames(),
              answer.wallSeconds(),
              answer.model());
    }
  }
}
