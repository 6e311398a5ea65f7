package dev.period.infer.eval;

import dev.period.data.rppg.PulseWaves;

/** A model that finds the heart rate in the waves of a stretch of skin. */
@FunctionalInterface
public interface HeartRateModel {
  /**
   * Beats per minute.
   *
   * @param from first frame
   * @param to the frame behind the last
   * @return NaN where the model states no number, or sees no pulse
   */
  double bpm(PulseWaves waves, int from, int to);
}
