package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.infer.baselines.ClassicalCounter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All classical baselines of an item from one reading of its video. */
final class ClassicalBaselines {
  private ClassicalBaselines() {}

  /** Counts by name of the baseline. */
  static Map<String, Integer> count(FrameSequence frames) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (ClassicalCounter counter : ClassicalCounter.all()) {
      byte[] grey = FrameFeatures.grey(frames.select(uniform(frames.frames(), counter.frames())));
      counts.put(counter.key(), counter.count(grey, counter.frames()));
    }
    return counts;
  }

  /** From the first to the last frame; frames of a short clip are repeated. */
  private static int[] uniform(int frames, int count) {
    int[] indices = new int[count];
    Arrays.setAll(indices, i -> (int) Math.rint((double) i * (frames - 1) / (indices.length - 1)));
    return indices;
  }
}
