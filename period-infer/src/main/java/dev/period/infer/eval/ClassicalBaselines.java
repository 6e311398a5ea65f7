package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.video.FrameSampling;
import dev.period.infer.baselines.ClassicalCounter;
import java.util.LinkedHashMap;
import java.util.Map;

/** All classical baselines of an item from one reading of its video. */
final class ClassicalBaselines {
  private ClassicalBaselines() {}

  /** Counts by name of the baseline. */
  static Map<String, Integer> count(FrameSequence frames) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (ClassicalCounter counter : ClassicalCounter.all()) {
      byte[] grey = FrameFeatures.grey(FrameSampling.uniform(frames, counter.frames()));
      counts.put(counter.key(), counter.count(grey, counter.frames()));
    }
    return counts;
  }
}
