package dev.period.infer;

import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.core.model.PeriodConfig;
import dev.period.data.Sample;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalEvidence;
import dev.period.data.text.CountingQuestions;
import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model counts in a time series: what it believes about each window, added up.
 *
 * <p>A window need not begin and end with a whole cycle, so it is not the medians that are added
 * but the expected counts, each within two of its median. Of a single window the median counts.
 *
 * @param answer the model's own words about the last window
 * @param expected how many there are, with fractions; NaN where an answer held no number
 * @param count the whole number; null where an answer held none
 * @param low lower end of the 80 % interval
 * @param high upper end of the 80 % interval
 * @param confident whether the model is sure of at least half of the windows and, of several, what
 *     it believes about one is not wide for what is in it
 * @param windows how many there are
 * @param density repetitions per pair of slots, all windows one after the other
 * @param only the distribution over counts, where there is a single window
 */
@SuppressWarnings("ArrayRecordComponent")
public record WindowedCount(
    String answer,
    double expected,
    @Nullable Integer count,
    @Nullable Integer low,
    @Nullable Integer high,
    boolean confident,
    int windows,
    float[] density,
    @Nullable CountDistribution only) {
  /** What is expected in a window is the mean of the counts so near to the median. */
  static final int AROUND = 2;

  /**
   * How far from its count the interval of a typical window may reach, as a share of the count: in
   * four real recordings of heart beats it is 0.07 to 0.10, in thirty of white noise 0.13 to 0.47,
   * in three of these below the limit.
   */
  private static final double WIDE = 0.15;

  /**
   * Counts in all windows.
   *
   * @param id of the samples that are asked, for messages
   */
  public static WindowedCount of(Period period, String id, String question, List<Signal> windows) {
    return of(period, id, question, windows, AskOptions.defaults());
  }

  /** The same in words that are chosen as {@code options} say; nobody hears them one by one. */
  static WindowedCount of(
      Period period, String id, String question, List<Signal> windows, AskOptions options) {
    AskOptions quiet = options.withStream(null);
    List<CountDistribution> found = new ArrayList<>();
    List<float[]> densities = new ArrayList<>();
    String answer = "";
    for (Signal window : windows) {
      NumberAwareDecoding.Generated generated = ask(period, id, question, window, quiet);
      CountDistribution counts = generated.counts();
      answer = generated.answer();
      if (counts == null) {
        return new WindowedCount(
            answer, Double.NaN, null, null, null, false, windows.size(), new float[0], null);
      }
      found.add(counts);
      densities.add(generated.density() == null ? new float[0] : generated.density());
    }
    return found.size() == 1
        ? single(answer, found.get(0), densities.get(0))
        : sum(answer, found, densities);
  }

  /**
   * A model that says that the heart is meant takes the signal for a video, and waits to be shown
   * waves. They are before it: the beats are what is repeated.
   */
  private static NumberAwareDecoding.Generated ask(
      Period period, String id, String question, Signal window, AskOptions options) {
    NumberAwareDecoding.Generated said =
        period.answer(sample(period.config(), id, question, window), options);
    boolean heart = Route.of(said.answer()).intent() == Intent.HEART;
    return heart && said.counts() == null
        ? period.answer(sample(period.config(), id, CountingQuestions.PLAIN, window), options)
        : said;
  }

  private static WindowedCount single(String answer, CountDistribution counts, float[] density) {
    return new WindowedCount(
        answer,
        counts.mean(AROUND),
        counts.median(),
        counts.low(),
        counts.high(),
        Period.confident(counts),
        1,
        density,
        counts);
  }

  /** Errors of windows add up as their squares do, so that the sum's share is the smaller one. */
  private static WindowedCount sum(
      String answer, List<CountDistribution> found, List<float[]> densities) {
    double sum = 0;
    double variance = 0;
    int confident = 0;
    for (CountDistribution counts : found) {
      double mean = counts.mean(AROUND);
      sum += mean;
      variance += counts.variance(mean);
      confident += Period.confident(counts) ? 1 : 0;
    }
    double reach = CountDistribution.EIGHTY_PERCENT * Math.sqrt(variance);
    return new WindowedCount(
        answer,
        sum,
        (int) Math.round(sum),
        (int) Math.max(0, Math.floor(sum - reach)),
        (int) Math.ceil(sum + reach),
        2 * confident >= found.size() && reach <= WIDE * sum / Math.sqrt(found.size()),
        found.size(),
        joined(found, densities),
        null);
  }

  /** Each window's density sums to its own count, so that the whole one's is right in each. */
  private static float[] joined(List<CountDistribution> found, List<float[]> densities) {
    int slots = densities.get(0).length;
    float[] all = new float[slots * found.size()];
    for (int w = 0; w < found.size(); w++) {
      float[] density = densities.get(w);
      double total = 1e-6 * slots;
      for (float d : density) {
        total += Math.max(0, d);
      }
      for (int i = 0; i < density.length; i++) {
        double share = found.get(w).mean(AROUND) / total;
        all[w * slots + i] = (float) (share * Math.max(0, density[i]));
      }
    }
    return all;
  }

  private static Sample sample(PeriodConfig config, String id, String question, Signal window) {
    SignalEvidence evidence =
        SignalEvidence.of(
            window,
            config.periodicityConfig().frames(),
            config.visualFrames(),
            config.visionConfig().imageSize());
    return new Sample(id, question, "", -1, evidence.gram(), evidence.visual(), null, null);
  }
}
