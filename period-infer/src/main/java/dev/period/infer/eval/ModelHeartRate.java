package dev.period.infer.eval;

import dev.period.data.rppg.PulseWaves;
import dev.period.infer.Period;
import dev.period.infer.PulseRate;

/** The heart rate that a model finds, as {@link PulseRate} works it out. */
public final class ModelHeartRate implements HeartRateModel {
  /** The method whose figures stand beside the model's in pictures and tables. */
  static final String METHOD = "pos";

  /** What the model is shown, for reports. */
  static final String INPUT =
      "self-similarity of the POS, CHROM and green waves, beats counted in stretches of about 10 s";

  private final Period period;

  /** The heart rates of {@code period}, which stays open. */
  public ModelHeartRate(Period period) {
    this.period = period;
  }

  @Override
  public double bpm(PulseWaves waves, int from, int to) {
    return PulseRate.of(period, waves, from, to).bpm();
  }
}
