package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model saw of a video.
 *
 * @param times of the frames behind the self-similarity, in seconds; empty without one
 * @param gram Gram matrices [features, slots, slots]; null for a model that takes none
 * @param standstills start and end, in seconds, of the stretches in which nothing but the camera
 *     moves (see {@link Standstill}); empty without a self-similarity
 * @param visual the frames that become visual tokens
 * @param still whether the file is an image, in which no time passes
 * @param warnings one sentence each; empty when the whole video was read without trouble
 */
@SuppressWarnings("ArrayRecordComponent")
public record ViewedVideo(
    double[] times,
    float @Nullable [] gram,
    List<double[]> standstills,
    FrameSequence visual,
    boolean still,
    List<String> warnings) {

  /** Copies the lists. */
  public ViewedVideo {
    standstills = List.copyOf(standstills);
    warnings = List.copyOf(warnings);
  }

  /** The length of the video, or of the part that was looked at, in seconds. */
  public double durationSeconds() {
    return visual.durationSeconds();
  }

  /** The number of different frames behind the self-similarity. */
  public int distinctSamples() {
    return distinct(times);
  }

  /** The number of different frames among the visual ones. */
  public int distinctVisual() {
    return distinct(visual.timesSeconds());
  }

  private static int distinct(double[] times) {
    return (int) Arrays.stream(times).distinct().count();
  }
}
