package dev.period.infer.eval;

import java.util.Map;

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
  }

  /**
   * Its video is missing or cannot be read.
   *
   * @param reason for people
   */
  record Skipped(EvalItem item, String reason) implements Outcome {}
}
