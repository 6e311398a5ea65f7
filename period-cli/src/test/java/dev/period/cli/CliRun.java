package dev.period.cli;

import dev.period.data.signal.Signal;
import dev.period.infer.Answer;
import dev.period.infer.AskOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** One run of the command line in this process, with what it printed. */
record CliRun(int code, String out, String err) {
  /** An answer in which every field is set. */
  static final Answer ANSWER =
      new Answer(
          "You did 8 jumping jacks.",
          8,
          7,
          9,
          true,
          null,
          1.25,
          List.of(new double[] {0, 1.25}, new double[] {1.25, 2.5}),
          10.0,
          128,
          "nano",
          0.5,
          List.of());

  /** Answers a question, or throws. */
  @FunctionalInterface
  interface Fake {
    Answer ask(Path video, String question, AskOptions options);
  }

  static CliRun of(String... args) {
    return withModel((video, question, options) -> ANSWER, "", args);
  }

  static CliRun withModel(Fake fake, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            false,
            false,
            false);
    int code = Main.run(args, terminal, (folder, options) -> answerer(fake));
    return new CliRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Answerer answerer(Fake fake) {
    return new Answerer() {
      @Override
      public Answer ask(Path video, String question, AskOptions options) {
        return fake.ask(video, question, options);
      }

      @Override
      public Answer ask(Signal signal, String question, AskOptions options) {
        String seen = signal.columns() + " " + signal.steps() + " at " + signal.rateHz();
        return fake.ask(Path.of(seen), question, options);
      }

      @Override
      public void close() {}
    };
  }
}
