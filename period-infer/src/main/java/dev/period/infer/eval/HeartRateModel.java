package dev.period.infer.eval;

import dev.period.data.rppg.PulseWave;

/** A model that finds the heart rate of a pulse wave. */
@FunctionalInterface
public interface HeartRateModel {
  /** Beats per minute; NaN where the model states no number. */
  double bpm(PulseWave wave);
}
