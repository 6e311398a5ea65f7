package dev.period.infer;

import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.data.text.Route;
import dev.period.data.video.ViewedVideo;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts what was found in a video into words and times; who gave the answer is left out. */
final class VideoAnswer {
  private VideoAnswer() {}

  /** What the model said, and what it counted where its sentence holds a count. */
  static Answer counted(NumberAwareDecoding.Generated generated, ViewedVideo seen) {
    CountDistribution counts = generated.counts();
    if (counts == null) {
      return answer(generated.answer(), null, false, null, null, List.of(), seen, seen.warnings());
    }
    List<double[]> repetitions = List.of();
    if (generated.density() != null && !seen.still()) {
      double[] span = span(seen);
      repetitions = RepetitionTimes.of(counts.median(), generated.density(), span[0], span[1]);
    }
    String text =
        CountedWords.of(
            generated.answer(),
            Route.of(generated.answer()),
            counts.median(),
            List.of(repetitions));
    boolean confident = Period.confident(counts);
    return answer(
        confident ? text : text + Period.NOT_SURE,
        counts,
        confident,
        null,
        RepetitionTimes.period(repetitions),
        repetitions,
        seen,
        seen.warnings());
  }

  /**
   * A heart rate, which is no count of repetitions.
   *
   * @param warnings of the look that it was read in
   */
  static Answer pulse(PulseRate rate, ViewedVideo seen, List<String> warnings) {
    boolean reliable = PulseWords.reliable(rate);
    return answer(
        PulseWords.of(rate),
        null,
        PulseWords.confident(rate),
        reliable ? (Double) rate.bpm() : null,
        reliable ? (Double) (60 / rate.bpm()) : null,
        List.of(),
        seen,
        Stream.concat(seen.warnings().stream(), warnings.stream()).distinct().toList());
  }

  /** The first and the last moment that was looked at, in seconds. */
  static double[] span(ViewedVideo seen) {
    double[] times = seen.times().length > 0 ? seen.times() : seen.visual().timesSeconds();
    return new double[] {times[0], times[times.length - 1]};
  }

  private static Answer answer(
      String text,
      @Nullable CountDistribution counts,
      boolean confident,
      @Nullable Double bpm,
      @Nullable Double period,
      List<double[]> repetitions,
      ViewedVideo seen,
      List<String> warnings) {
    return new Answer(
        text,
        counts == null ? null : (Integer) counts.median(),
        counts == null ? null : (Integer) counts.low(),
        counts == null ? null : (Integer) counts.high(),
        confident,
        bpm,
        period,
        repetitions,
        seen.still() ? null : (Double) seen.durationSeconds(),
        0,
        "",
        0,
        warnings);
  }
}
