package dev.period.infer.baselines;

import dev.period.core.periodicity.FrameFeatures;
import java.util.List;

/** Counts repetitions by signal processing alone. Implementations hold no state. */
public interface ClassicalCounter {
  /** The name in report.json. */
  String key();

  /** How many frames, sampled uniformly over the clip, it works best with. */
  int frames();

  /**
   * The number of repetitions in a clip.
   *
   * @param grey 8-bit unsigned, shape [frames, 48, 48] row-major, as {@link FrameFeatures#grey}
   *     makes it; frames equally far apart in time
   * @param frames at least 1
   * @return 0 where no period is found
   * @throws IllegalArgumentException if {@code grey} does not hold {@code frames} frames
   */
  int count(byte[] grey, int frames);

  /** All classical baselines, in the order of the report. */
  static List<ClassicalCounter> all() {
    return List.of(
        new MotionEnergy(),
        new PcaSpectrum(),
        new SelfSimilarity(SelfSimilarity.Extent.WHOLE_CLIP),
        new SelfSimilarity(SelfSimilarity.Extent.ACTIVE_FRAMES));
  }
}
