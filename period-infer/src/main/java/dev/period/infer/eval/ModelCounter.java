package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.data.SampleSource;
import dev.period.infer.Answer;
import dev.period.infer.AskOptions;
import dev.period.infer.Period;
import java.nio.file.Path;
import java.util.function.Function;

/** The model under evaluation as a {@link Counter}. */
public final class ModelCounter {
  private ModelCounter() {}

  /** Counts in video files, as {@code period ask} does. */
  public static Counter ofVideos(Period period) {
    return item -> {
      Path video = item.video();
      if (video == null) {
        throw new IllegalArgumentException(item.id() + " is not a file");
      }
      AskOptions options = AskOptions.defaults().withPart(item.startSeconds(), item.endSeconds());
      return prediction(period.ask(video, item.question(), options));
    };
  }

  private static Prediction prediction(Answer answer) {
    return new Prediction(
        answer.answer(),
        answer.count(),
        answer.countLow(),
        answer.countHigh(),
        answer.confident(),
        null);
  }

  /**
   * Counts in frames that are in memory.
   *
   * @param frames of an item, of the model's image size
   */
  public static Counter ofFrames(Period period, Function<EvalItem, FrameSequence> frames) {
    return item ->
        prediction(period.ask(frames.apply(item), item.question(), AskOptions.defaults()));
  }

  /** Counts in samples of a source; an item's id ends in its index. */
  public static Counter ofSamples(Period period, SampleSource source) {
    return item -> {
      NumberAwareDecoding.Generated generated = period.answer(source.sample(index(item.id())));
      CountDistribution counts = generated.counts();
      if (counts == null) {
        return new Prediction(generated.answer(), null, null, null, false, null);
      }
      return new Prediction(
          generated.answer(),
          counts.median(),
          counts.quantile(0.1),
          counts.quantile(0.9),
          Period.confident(counts),
          counts.probabilities());
    };
  }

  /** The index of the sample with this id. */
  static long index(String id) {
    return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
  }
}
