package dev.period.infer.eval;

import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.data.Sample;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalEvidence;
import dev.period.infer.Period;
import dev.period.infer.RepetitionTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model that counts in signals: what it believes about each window is added up.
 *
 * <p>A window need not begin and end with a whole cycle, so it is not the medians that are added
 * but the expected counts, each within two of its median.
 */
public final class SignalCounter implements Counter {
  private static final int AROUND = 2;

  /** Deviations from the mean to the ends of an interval of 80 % of a normal distribution. */
  private static final double EIGHTY_PERCENT = 1.2816;

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
    double sum = 0;
    double variance = 0;
    int confident = 0;
    CountDistribution only = null;
    List<float[]> densities = new ArrayList<>();
    double seconds = 0;
    String answer = "";
    for (Signal window : windows) {
      NumberAwareDecoding.Generated generated = period.answer(sample(item, window));
      CountDistribution counts = generated.counts();
      if (counts == null) {
        return new Prediction(generated.answer(), null, null, null, false, null);
      }
      seconds += window.seconds();
      if (generated.density() != null) {
        densities.add(generated.density());
      }
      only = counts;
      answer = generated.answer();
      double mean = expected(counts);
      sum += mean;
      variance += variance(counts, mean);
      confident += Period.confident(counts) ? 1 : 0;
    }
    if (windows.size() == 1 && only != null) {
      return new Prediction(
          answer,
          only.median(),
          only.quantile(0.1),
          only.quantile(0.9),
          confident == 1,
          only.probabilities(),
          curve(item, seconds, densities, only));
    }
    int count = (int) Math.round(sum);
    double reach = EIGHTY_PERCENT * Math.sqrt(variance);
    return new Prediction(
        "There are " + count + " repetitions.",
        count,
        (int) Math.max(0, Math.floor(sum - reach)),
        (int) Math.ceil(sum + reach),
        2 * confident >= windows.size(),
        null,
        curve(item, seconds, densities, null));
  }

  /** The curves of all windows one after the other; repetitions only where there is one window. */
  private static ClipCurve curve(
      EvalItem item, double seconds, List<float[]> densities, @Nullable CountDistribution only) {
    Double start = item.startSeconds();
    double from = start == null ? 0 : start;
    double[] whole =
        densities.stream()
            .flatMapToDouble(d -> IntStream.range(0, d.length).mapToDouble(i -> d[i]))
            .map(value -> Math.rint(value * 1e4) / 1e4)
            .toArray();
    List<double[]> repetitions =
        only == null || densities.isEmpty()
            ? List.of()
            : RepetitionTimes.of(only.median(), densities.get(0), from, from + seconds);
    return new ClipCurve(seconds, from, from + seconds, whole, repetitions);
  }

  private Sample sample(EvalItem item, Signal window) {
    SignalEvidence evidence =
        SignalEvidence.of(
            window,
            period.config().periodicityConfig().frames(),
            period.config().visualFrames(),
            period.config().visionConfig().imageSize());
    return new Sample(
        item.id(), item.question(), "", -1, evidence.gram(), evidence.visual(), null, null);
  }

  private static double expected(CountDistribution counts) {
    double[] p = counts.probabilities();
    int median = counts.median();
    double mass = 0;
    double sum = 0;
    for (int n = Math.max(0, median - AROUND); n <= median + AROUND && n < p.length; n++) {
      mass += p[n];
      sum += n * p[n];
    }
    return sum / mass;
  }

  private static double variance(CountDistribution counts, double mean) {
    double[] p = counts.probabilities();
    double sum = 0;
    for (int n = 0; n < p.length; n++) {
      sum += p[n] * (n - mean) * (n - mean);
    }
    return sum;
  }
}
