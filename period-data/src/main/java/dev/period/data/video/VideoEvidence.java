package dev.period.data.video;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.GramMatrices;

/**
 * What a model sees of a video: the self-similarity of many frames, the pixels of a few.
 *
 * @param sampled the frames behind the self-similarity, uniform in time
 * @param gram Gram matrices [features, frames, frames]
 * @param visual the frames that become visual tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record VideoEvidence(FrameSequence sampled, float[] gram, FrameSequence visual) {

  /**
   * Samples a decoded video.
   *
   * @param frames how many for the self-similarity; a smaller number than {@code slots} is
   *     stretched by repeating frames
   * @param slots length of the self-similarity that the model expects
   * @param visualFrames how many become visual tokens
   */
  public static VideoEvidence of(FrameSequence video, int frames, int slots, int visualFrames) {
    FrameSequence coarse = FrameSampling.uniform(video, frames);
    FrameSequence sampled = frames == slots ? coarse : FrameSampling.uniform(coarse, slots);
    float[] gram = GramMatrices.of(FrameFeatures.extract(FrameFeatures.grey(sampled), slots));
    return new VideoEvidence(sampled, gram, middles(sampled, visualFrames));
  }

  /**
   * The frames that become visual tokens, of a video that was read at another size than the one
   * behind the self-similarity.
   *
   * @param slots length of the self-similarity
   * @param visualFrames how many become visual tokens
   */
  public static FrameSequence visual(FrameSequence video, int slots, int visualFrames) {
    return middles(FrameSampling.uniform(video, slots), visualFrames);
  }

  /** The middles of equal parts. */
  private static FrameSequence middles(FrameSequence sampled, int frames) {
    int[] middles = new int[frames];
    for (int i = 0; i < frames; i++) {
      middles[i] = (2 * i + 1) * sampled.frames() / (2 * frames);
    }
    return sampled.select(middles);
  }

  /** The number of different frames among the sampled ones. */
  public int distinctFrames() {
    return (int) java.util.Arrays.stream(sampled.timesSeconds()).distinct().count();
  }
}
