package dev.period.data.video;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.SimilarityMaps;

/**
 * What a model sees of a video: the self-similarity of many frames, the pixels of a few.
 *
 * @param sampled the frames behind the self-similarity, uniform in time
 * @param gram {@link SimilarityMaps} [features, frames, frames]
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
    float[] gram =
        SimilarityMaps.of(
            FrameFeatures.extract(FrameFeatures.grey(sampled), slots), FrameFeatures.REGIONS);
    return new VideoEvidence(sampled, gram, sampled.select(middles(slots, visualFrames)));
  }

  /**
   * The frames that become visual tokens, of a video that was read at another size than the one
   * behind the self-similarity.
   *
   * @param slots length of the self-similarity
   * @param visualFrames how many become visual tokens
   */
  public static FrameSequence visual(FrameSequence video, int slots, int visualFrames) {
    int[] sampled = FrameSampling.nearest(video.timesSeconds(), slots);
    int[] picked = middles(slots, visualFrames);
    for (int i = 0; i < picked.length; i++) {
      picked[i] = sampled[picked[i]];
    }
    return video.select(picked);
  }

  /** Indices of the middles of equal parts. */
  private static int[] middles(int slots, int parts) {
    int[] middles = new int[parts];
    for (int i = 0; i < parts; i++) {
      middles[i] = (2 * i + 1) * slots / (2 * parts);
    }
    return middles;
  }
}
