package dev.period.infer.eval;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of an item. */
public sealed interface Outcome {
  /** The item. */
  EvalItem item();

  /**
   * It was counted.
   *
   * @param baselines counts of the classical baselines, by name; empty where they were not asked
   */
  record Scored(EvalItem item, Prediction prediction, Map<String, Integer> baselines)
      implements Outcome {
    /** Copies the baselines. */
    public Scored {
      baselines = Map.copyOf(baselines);
    }

    /** The count to score: 0 where the answer states none, so that silence is not rewarded. */
    public int scoredCount() {
      Integer count = prediction.count();
      return count == null ? 0 : count;
    }

    /** The probability that the counter gave to its count; null where it does not tell. */
    @Nullable Double confidence() {
      Integer count = prediction.count();
      double[] belief = prediction.distribution();
      if (count == null || belief == null) {
        return null;
      }
      return count < belief.length ? belief[count] : 0;
    }
  }

  /**
   * Its video is missing or cannot be read.
   *
   * @param reason for people
   */
  record Skipped(EvalItem item, String reason) implements Outcome {
    /** The reason where there is no file; all others are about files that cannot be read. */
    static final String MISSING = "the file is missing";

    /** Whether there is no file. */
    public boolean missing() {
      return reason.equals(MISSING);
    }
  }
}
