package dev.period.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer about one video. What does not apply is null.
 *
 * @param answer the sentence; its number is {@code count}
 * @param count the median of the model's distribution over counts
 * @param countLow lower end of the 80 % interval
 * @param countHigh upper end of the 80 % interval
 * @param confident whether the model puts at least half of its belief within one of {@code count}
 * @param heartRateBpm beats per minute, for a question about a pulse
 * @param periodSeconds median duration of a repetition
 * @param repetitions start and end of each repetition in seconds of the video
 * @param videoSeconds length of what was looked at
 * @param frames number of different frames that were used
 * @param model name of the model's folder
 * @param wallSeconds time that the answer took
 * @param warnings what was wrong with the video although an answer was possible, such as a cut file
 */
public record Answer(
    String answer,
    @Nullable Integer count,
    @Nullable Integer countLow,
    @Nullable Integer countHigh,
    boolean confident,
    @Nullable Double heartRateBpm,
    @Nullable Double periodSeconds,
    List<double[]> repetitions,
    @Nullable Double videoSeconds,
    int frames,
    String model,
    double wallSeconds,
    List<String> warnings) {

  /** The same answer, by this model in this time. */
  Answer by(int usedFrames, String folder, double seconds) {
    return new Answer(
        answer,
        count,
        countLow,
        countHigh,
        confident,
        heartRateBpm,
        periodSeconds,
        repetitions,
        videoSeconds,
        usedFrames,
        folder,
        seconds,
        warnings);
  }
}
