package dev.period.data.signal;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.Regions;
import dev.period.core.periodicity.SequenceFeatures;
import dev.period.core.periodicity.SimilarityMaps;
import dev.period.data.video.VideoEvidence;

/**
 * What a model sees of a signal: its self-similarity, and a few frames of its picture.
 *
 * @param gram shape [features, slots, slots] as {@link SimilarityMaps} makes it
 * @param visual the frames that become visual tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record SignalEvidence(float[] gram, FrameSequence visual) {
  /** Neighbours on either side that belong to a step: a rising edge differs from a falling one. */
  private static final int DELAY = 1;

  /**
   * The evidence of a whole signal.
   *
   * @param slots length of the self-similarity that the model expects
   * @param visualFrames how many become visual tokens
   * @param imageSize width and height of these, in pixels
   */
  public static SignalEvidence of(Signal signal, int slots, int visualFrames, int imageSize) {
    float[][] sequence = signal.resampled(slots);
    float[] gram = SimilarityMaps.of(SequenceFeatures.extract(sequence, DELAY), Regions.ONE);
    FrameSequence frames = SignalFrames.render(signal, slots, imageSize);
    return new SignalEvidence(gram, VideoEvidence.visual(frames, slots, visualFrames));
  }
}
