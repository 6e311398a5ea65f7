package dev.period.train;

import dev.period.data.SampleSource;
import java.util.List;

/**
 * Several sources as one. A batch is all of one kind, so that short sequences are not padded to the
 * long ones.
 */
final class BatchMix {
  private static final int CYCLE = 100;

  /** Has no common factor with {@link #CYCLE}: kinds spread evenly over any stretch of batches. */
  private static final int STRIDE = 37;

  private BatchMix() {}

  /**
   * A source that is mixed in.
   *
   * @param share of the batches that it has, 0 to 1, to a hundredth
   */
  record Part(SampleSource source, double share) {}

  /** Batches of {@code usual} but for the shares of {@code parts}. */
  static SampleSource of(int batchSize, SampleSource usual, List<Part> parts) {
    return index -> {
      long place = index / batchSize * STRIDE % CYCLE;
      double reached = 0;
      for (Part part : parts) {
        reached += part.share();
        if (place < Math.round(reached * CYCLE)) {
          return part.source().sample(index);
        }
      }
      return usual.sample(index);
    };
  }
}
