package dev.period.cli;

import dev.period.data.signal.Signal;
import dev.period.infer.Answer;
import dev.period.infer.AskOptions;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import java.nio.file.Path;

/** What {@code ask} needs of a model; tests put a fake one in its place. */
interface Answerer extends AutoCloseable {
  /** Answers a question about a video. */
  Answer ask(Path video, String question, AskOptions options);

  /** Answers a question about a time series. */
  Answer ask(Signal signal, String question, AskOptions options);

  @Override
  void close();

  /** The real model in {@code folder}. */
  static Answerer load(Path folder, PeriodOptions options) {
    Period period = Period.load(folder, options);
    return new Answerer() {
      @Override
      public Answer ask(Path video, String question, AskOptions askOptions) {
        return period.ask(video, question, askOptions);
      }

      @Override
      public Answer ask(Signal signal, String question, AskOptions askOptions) {
        return period.ask(signal, question, askOptions);
      }

      @Override
      public void close() {
        period.close();
      }
    };
  }
}
