package dev.period.infer.plot;

import dev.period.core.FrameSequence;
import java.util.List;

/**
 * What a plot of an answer shows. A part that is not known may be empty; the plot then says so. All
 * times are those of the whole video, also where only a part of it was looked at.
 *
 * @param title one line, such as the name of the video
 * @param question as it was asked
 * @param answer as it was given
 * @param keyFrames about eight frames, spread over the video
 * @param times of the curve's points in seconds, growing
 * @param curve how much repeats at each of the times, in any unit; as long as {@code times}
 * @param repetitions start and end of each, in seconds, in the order of time
 * @param similarity self-similarity in [-1, 1], [size, size] row-major, over all that was looked at
 * @param similaritySize its number of rows
 * @param countProbabilities of each count from 0 on; they sum to about 1
 * @param count the answer's count
 * @param low lower end of the 80 % interval
 * @param high upper end of the 80 % interval
 * @param startSeconds where the part begins that was looked at; 0 for the whole video
 * @param videoSeconds length of what was looked at
 */
@SuppressWarnings("ArrayRecordComponent")
public record PlotData(
    String title,
    String question,
    String answer,
    FrameSequence keyFrames,
    double[] times,
    double[] curve,
    List<double[]> repetitions,
    float[] similarity,
    int similaritySize,
    double[] countProbabilities,
    int count,
    int low,
    int high,
    double startSeconds,
    double videoSeconds) {

  /** Checks that sizes agree. */
  public PlotData {
    if (times.length != curve.length) {
      throw new IllegalArgumentException(
          times.length + " times but " + curve.length + " points of the curve");
    }
    if ((long) similaritySize * similaritySize != similarity.length) {
      throw new IllegalArgumentException(
          similarity.length + " similarities are not " + similaritySize + " squared");
    }
    repetitions = List.copyOf(repetitions);
  }
}
