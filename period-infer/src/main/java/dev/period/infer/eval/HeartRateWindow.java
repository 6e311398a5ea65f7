package dev.period.infer.eval;

import dev.period.data.rppg.PulseWave;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a recording, with its true heart rate and what each system found.
 *
 * @param recording id of the recording
 * @param subject who is seen
 * @param startSeconds where it begins in the video
 * @param endSeconds where it ends
 * @param truth heart rate of the sensor's wave by the same processing as the predictions, or the
 *     label where there is no wave; beats per minute
 * @param labelled the mean of the data set's own heart rates; NaN where there are none
 * @param region how the pixels were chosen
 * @param model what the model found
 * @param methods what the unsupervised methods found, by name; a method that gives no samples for
 *     this window is missing
 * @param spectrum of the wave that the model is shown; null where there is none
 */
public record HeartRateWindow(
    String recording,
    String subject,
    double startSeconds,
    double endSeconds,
    double truth,
    double labelled,
    String region,
    HeartRateAnswer model,
    Map<String, HeartRateAnswer> methods,
    PulseWave.@Nullable Spectrum spectrum)
    implements Serializable {
  /** Copies the methods; their order is kept. */
  public HeartRateWindow {
    methods = new LinkedHashMap<>(methods);
  }
}
