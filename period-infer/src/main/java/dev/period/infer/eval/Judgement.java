package dev.period.infer.eval;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Outcome} on its way from another process, without the item.
 *
 * @param prediction null where the item is skipped
 * @param baselines counts of the classical baselines, by name
 * @param reason why the item is skipped; empty where it is not
 */
public record Judgement(
    @Nullable Prediction prediction, Map<String, Integer> baselines, String reason)
    implements Serializable {
  /** What is to be sent of an outcome. */
  public static Judgement of(Outcome outcome) {
    if (outcome instanceof Outcome.Scored scored) {
      return new Judgement(scored.prediction(), scored.baselines(), "");
    }
    return new Judgement(null, Map.of(), ((Outcome.Skipped) outcome).reason());
  }

  /** The outcome of {@code item}. */
  public Outcome about(EvalItem item) {
    return prediction == null
        ? new Outcome.Skipped(item, reason)
        : new Outcome.Scored(item, prediction, baselines);
  }
}
