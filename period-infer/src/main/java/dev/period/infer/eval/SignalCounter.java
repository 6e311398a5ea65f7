package dev.period.infer.eval;

import dev.period.data.signal.Signal;
import dev.period.data.text.CountingQuestions;
import dev.period.infer.Period;
import dev.period.infer.RepetitionTimes;
import dev.period.infer.WindowedCount;
import java.util.List;
import java.util.stream.IntStream;

/** A model that counts in signals, window by window, as {@code period ask} does. */
public final class SignalCounter implements Counter {
  private final Period period;
  private final SignalItems signals;

  /** Asks {@code period} about {@code signals}. */
  public SignalCounter(Period period, SignalItems signals) {
    this.period = period;
    this.signals = signals;
  }

  @Override
  public Prediction predict(EvalItem item) {
    List<Signal> windows = signals.windows(item);
    WindowedCount found = WindowedCount.of(period, item.id(), item.question(), windows);
    Integer count = found.count();
    if (count == null) {
      return new Prediction(found.answer(), null, null, null, false, null);
    }
    String answer = windows.size() > 1 ? CountingQuestions.thereAre(count) + "." : found.answer();
    double seconds = windows.stream().mapToDouble(Signal::seconds).sum();
    return new Prediction(
        answer,
        count,
        found.low(),
        found.high(),
        found.confident(),
        found.only() == null ? null : found.only().probabilities(),
        curve(item, seconds, count, found.density()));
  }

  /** The curves of all windows one after the other, and the repetitions in them. */
  private static ClipCurve curve(EvalItem item, double seconds, int count, float[] density) {
    Double start = item.startSeconds();
    double from = start == null ? 0 : start;
    double[] whole =
        IntStream.range(0, density.length)
            .mapToDouble(i -> Math.rint(density[i] * 1e4) / 1e4)
            .toArray();
    List<double[]> repetitions =
        density.length == 0 ? List.of() : RepetitionTimes.of(count, density, from, from + seconds);
    return new ClipCurve(seconds, from, from + seconds, whole, repetitions);
  }
}
