package dev.period.data.rppg;

import dev.period.data.dsp.LinearInterpolation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a contact sensor measured during a recording.
 *
 * @param wave its pulse wave; empty where only heart rates are known
 * @param waveRate samples of the wave per second, the first together with the first frame; NaN
 *     where the wave is known to begin and end with the video
 * @param heartRates in beats per minute as the data set itself gives them, spread evenly over the
 *     recording; empty where there are none. Values that are not above 0 are gaps.
 */
@SuppressWarnings("ArrayRecordComponent")
public record PulseReference(double[] wave, double waveRate, double[] heartRates) {

  /** A wave that begins and ends with the video. */
  static PulseReference aligned(double[] wave, double[] heartRates) {
    return new PulseReference(wave, Double.NaN, heartRates);
  }

  /** One heart rate for the whole recording. */
  static PulseReference constant(double bpm) {
    return aligned(new double[0], new double[] {bpm});
  }

  /**
   * The wave with one sample per frame, by linear interpolation; null where there is none.
   *
   * @return shorter than the video where the sensor stopped before it did
   */
  public double @Nullable [] waveOf(ColourTrace video) {
    if (wave.length == 0) {
      return null;
    }
    if (Double.isNaN(waveRate)) {
      return LinearInterpolation.resample(wave, video.frames());
    }
    double perFrame = waveRate / video.framesPerSecond();
    int frames = (int) Math.min(video.frames(), Math.floor((wave.length - 1) / perFrame) + 1);
    double[] sampled = new double[frames];
    Arrays.setAll(sampled, t -> LinearInterpolation.between(wave, t * perFrame));
    return sampled;
  }

  /**
   * The mean of the data set's own heart rates over a stretch of the video.
   *
   * @param from first part of the video, in [0, 1)
   * @param to end of the stretch, in (from, 1]
   * @return NaN where there is none
   */
  public double heartRate(double from, double to) {
    int first = (int) Math.min(from * heartRates.length, heartRates.length - 1.0);
    int last = (int) Math.max(Math.ceil(to * heartRates.length), first + 1.0);
    double sum = 0;
    int known = 0;
    for (int i = Math.max(0, first); i < Math.min(last, heartRates.length); i++) {
      if (heartRates[i] > 0) {
        sum += heartRates[i];
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / known;
  }
}
