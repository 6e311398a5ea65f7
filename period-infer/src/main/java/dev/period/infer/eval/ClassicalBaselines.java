package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.video.FrameSampling;
import dev.period.infer.baselines.ClassicalCounter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All classical baselines of an item from one reading of its video. */
final class ClassicalBaselines {
  private ClassicalBaselines() {}

  /** Counts by name of the baseline, added up over the parts of an item. */
  static Map<String, Integer> count(List<FrameSequence> parts) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (ClassicalCounter counter : ClassicalCounter.all()) {
      for (FrameSequence frames : parts) {
        byte[] grey = FrameFeatures.grey(FrameSampling.uniform(frames, counter.frames()));
        counts.merge(counter.key(), counter.count(grey, counter.frames()), Integer::sum);
      }
    }
    return counts;
  }
}
