package dev.period.cli.data;

import dev.period.cli.CommonOptions;
import dev.period.cli.ModelOptions;
import dev.period.cli.ProgressBar;
import dev.period.cli.Terminal;
import dev.period.core.generate.Sampling;
import dev.period.infer.AskOptions;
import dev.period.infer.Period;
import dev.period.infer.preference.CountedQuestions;
import dev.period.infer.preference.PreferenceMaker;
import dev.period.infer.preference.RecordQuestions;
import dev.period.infer.preference.SyntheticQuestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code period data preferences}: pairs of answers, the better one of which is known. */
@Command(
    name = "preferences",
    description = {
      "Draws two answers of a model to each question and keeps those of which one is nearer to the"
          + " true count: pairs for period train --stage dpo.",
      "Without --data the questions are about rendered clips, which are written beside the file."
    },
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period data preferences --out qa/preferences.jsonl",
      "  period data preferences --model runs/mine/checkpoint-600 --data qa/countix_train.jsonl"
          + " --out qa/preferences.jsonl"
    })
final class DataPreferencesCommand implements Callable<Integer> {
  private static final int CLIPS = 1000;

  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Mixin private ModelOptions model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "File of the pairs (JSONL); rendered clips go to a folder beside it.")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      split = ",",
      description = "QA files with videos and counts; default: rendered clips.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N questions; default: all, or 1000 rendered clips.")
  private @Nullable Integer limit;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "By which answers are drawn, above 0; default 1.")
  private double temperature = 1;

  @Option(names = "--seed", paramLabel = "N", description = "Of all that is drawn; default 0.")
  private long seed;

  private final Terminal terminal;

  DataPreferencesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    if (Files.isDirectory(out)) {
      throw new ParameterException(
          spec.commandLine(), "--out " + out + " is a folder; name a file for the pairs");
    }
    if (!(temperature > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--temperature must be above 0: two likeliest answers are the same");
    }
    Sampling unused = new Sampling(temperature, 0, 1, 1); // says what is out of range
    CountedQuestions questions =
        data.isEmpty()
            ? new SyntheticQuestions(clips(), seed, limit == null ? CLIPS : limit)
            : RecordQuestions.of(data, limit == null ? Integer.MAX_VALUE : limit);
    AskOptions drawn = AskOptions.defaults().withSampling(temperature, 0, 1.0);
    try (Period period = Period.load(model.folder(), model.engine())) {
      PreferenceMaker maker =
          new PreferenceMaker(
              (question, own) ->
                  period.draw(
                      question.video(),
                      question.question(),
                      2,
                      drawn.withPart(question.start(), question.end()).withSeed(own)),
              seed);
      PreferenceMaker.Tally tally = maker.make(questions, out, new Progress());
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%s: %,d pairs of %,d questions; %,d ties, %,d without a number, %,d unreadable%n",
              out,
              tally.pairs(),
              questions.size(),
              tally.ties(),
              tally.unstated(),
              tally.unread());
    }
    return 0;
  }

  /** {@code qa/pairs.jsonl} has its clips in {@code qa/pairs-clips}. */
  private Path clips() {
    String name = String.valueOf(out.getFileName()).replaceFirst("\\.[^.]+$", "");
    return out.toAbsolutePath().resolveSibling(name + "-clips");
  }

  private final class Progress implements PreferenceMaker.Listener {
    private final ProgressBar bar = new ProgressBar(terminal, common.quiet(), System::nanoTime);

    @Override
    public void asked(int asked, int all, int pairs) {
      bar.update(asked, all, "questions, " + pairs + " pairs");
    }

    @Override
    public void leftOut(String id, String reason) {
      if (!common.quiet()) {
        bar.clear();
        terminal.err().println(id + " left out: " + reason);
      }
    }
  }
}
