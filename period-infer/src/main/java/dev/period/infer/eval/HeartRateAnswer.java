package dev.period.infer.eval;

import java.io.Serializable;

/**
 * What a method or a model found in one window.
 *
 * @param bpm heart rate in beats per minute; NaN where it gave none
 * @param snrDecibels signal to noise of its wave; NaN where it has no wave
 * @param macc largest correlation of its wave with the sensor's; NaN where one of them is missing
 */
public record HeartRateAnswer(double bpm, double snrDecibels, double macc) implements Serializable {
  /** No answer at all. */
  public static final HeartRateAnswer NONE =
      new HeartRateAnswer(Double.NaN, Double.NaN, Double.NaN);

  /** The heart rate to score: 0 where there is none, so that silence is not rewarded. */
  double scored() {
    return Double.isNaN(bpm) ? 0 : bpm;
  }
}
