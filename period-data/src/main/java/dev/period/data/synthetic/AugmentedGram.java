package dev.period.data.synthetic;

/**
 * A clip as seen after a change of its time and of its surroundings.
 *
 * @param gram shape [features, frames, frames] row-major
 * @param phase repetitions completed up to each frame, from 0 to {@code total}, shape [frames]
 * @param active whether something repeats at each frame, shape [frames]
 * @param total repetitions within the clip; a crop may cut one in two
 * @param source the frame of the original clip that is seen at each frame, shape [frames]
 */
@SuppressWarnings("ArrayRecordComponent")
public record AugmentedGram(
    float[] gram, float[] phase, boolean[] active, float total, int[] source) {

  /** The clip as it is. */
  public static AugmentedGram untouched(float[] gram, Timing timing) {
    int frames = timing.frames();
    int[] source = new int[frames];
    for (int t = 0; t < frames; t++) {
      source[t] = t;
    }
    return new AugmentedGram(
        gram, timing.phase(), timing.active(), timing.phase()[frames - 1], source);
  }
}
