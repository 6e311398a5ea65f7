package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.text.NumberExtraction;
import dev.period.infer.Answer;
import dev.period.infer.AskOptions;
import dev.period.infer.Insight;
import dev.period.infer.Period;
import dev.period.infer.RepetitionTimes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The model under evaluation as a {@link Counter}. */
public final class ModelCounter {
  /** A number in an answer beyond this is taken for this. */
  private static final double LARGEST = 1e6;

  private ModelCounter() {}

  /** Counts in video files, as {@code period ask} does. */
  public static Counter ofVideos(Period period) {
    return item -> {
      AskOptions options = AskOptions.defaults().withPart(item.startSeconds(), item.endSeconds());
      return prediction(period.explain(item.file(), item.question(), options));
    };
  }

  /**
   * Counts in frames that are in memory.
   *
   * @param frames of an item, of the model's image size
   */
  public static Counter ofFrames(Period period, Function<EvalItem, FrameSequence> frames) {
    return item ->
        prediction(period.explain(frames.apply(item), item.question(), AskOptions.defaults()));
  }

  private static Prediction prediction(Insight insight) {
    Answer answer = insight.answer();
    Double seconds = answer.videoSeconds();
    double[] density = insight.density();
    ClipCurve curve =
        seconds == null
            ? null
            : curve(
                seconds,
                insight.densityStart(),
                insight.densityEnd(),
                density == null ? new double[0] : density,
                answer.repetitions());
    return prediction(answer, insight.counts(), curve);
  }

  /** The count of a long video is the sum over its sets, near the median of their sum. */
  private static Prediction prediction(
      Answer answer, @Nullable CountDistribution counts, @Nullable ClipCurve curve) {
    return counts == null
        ? prediction(answer.answer(), null, false, curve)
        : new Prediction(
            answer.answer(),
            answer.count(),
            answer.countLow(),
            answer.countHigh(),
            answer.confident(),
            rounded(counts.probabilities(), 1e6),
            curve);
  }

  /** Counts in samples of a source; an item's id ends in its index. */
  public static Counter ofSamples(Period period, SampleSource source) {
    return item -> {
      Sample sample = source.sample(index(item.id()));
      NumberAwareDecoding.Generated generated = period.answer(sample);
      CountDistribution counts = generated.counts();
      FrameSequence visual = sample.visual();
      float[] density = generated.density();
      ClipCurve curve = null;
      if (visual != null && density != null) {
        double seconds = visual.durationSeconds();
        List<double[]> repetitions =
            counts == null || sample.gram() == null
                ? List.of()
                : RepetitionTimes.of(counts.median(), density, 0, seconds);
        curve = curve(seconds, 0, seconds, generated.wideDensity(), repetitions);
      }
      boolean confident = counts != null && Period.confident(counts);
      return prediction(generated.answer(), counts, confident, curve);
    };
  }

  /** Rounded, so that predictions.jsonl stays readable. */
  private static ClipCurve curve(
      double seconds, double start, double end, double[] density, List<double[]> repetitions) {
    return new ClipCurve(
        seconds,
        start,
        end,
        rounded(density, 1e4),
        repetitions.stream().map(repetition -> rounded(repetition, 1e4)).toList());
  }

  private static double[] rounded(double[] values, double steps) {
    double[] rounded = new double[values.length];
    Arrays.setAll(rounded, i -> Math.rint(values[i] * steps) / steps);
    return rounded;
  }

  /** A model that does not tell what it believes has to be taken at its word. */
  private static Prediction prediction(
      String answer,
      @Nullable CountDistribution counts,
      boolean confident,
      @Nullable ClipCurve curve) {
    if (counts == null) {
      Integer stated = stated(answer);
      return new Prediction(answer, stated, null, null, stated != null, null, curve);
    }
    return new Prediction(
        answer,
        counts.median(),
        counts.low(),
        counts.high(),
        confident,
        rounded(counts.probabilities(), 1e6),
        curve);
  }

  /** The number that an answer states, as a count; null where it states none. */
  static @Nullable Integer stated(String answer) {
    return NumberExtraction.find(answer)
        .map(number -> (int) Math.min(LARGEST, Math.max(0, Math.rint(number.value()))))
        .orElse(null);
  }

  /** The index of the sample with this id. */
  static long index(String id) {
    return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
  }
}
