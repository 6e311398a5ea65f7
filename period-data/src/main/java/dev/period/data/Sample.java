package dev.period.data;

import dev.period.core.FrameSequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One training or evaluation example: what is seen, what is asked, what is true.
 *
 * @param id unique and reproducible, for example {@code macro-rendered-17}
 * @param question what the user asks, plain text without a prompt template; where there are {@code
 *     images}, each {@code <image>} in it stands for one of them, in order
 * @param answer the reference answer; the first number of a counting answer is the count, in digits
 * @param count number of repetitions, or -1 where the answer holds none
 * @param gram self-similarity of the sequence, shape [features, frames, frames] row-major as {@link
 *     dev.period.core.periodicity.SimilarityMaps} makes it; null where there is no sequence
 * @param visual the few frames that become visual tokens; null for text
 * @param density repetitions completed in each pair of neighbouring frames, shape [frames / 2]; it
 *     sums to {@code count}, or to what a question about it would be answered where that is -1;
 *     null together with {@code gram}
 * @param active the fraction of each pair of frames that lies inside a repetition, in [0, 1], shape
 *     [frames / 2]
 * @param images stills of one frame each; empty for anything but a record of images. A single one
 *     is {@code visual} as well, as a video in which nothing moves: the model decides
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sample(
    String id,
    String question,
    String answer,
    int count,
    float @Nullable [] gram,
    @Nullable FrameSequence visual,
    float @Nullable [] density,
    float @Nullable [] active,
    List<FrameSequence> images) {
  /** Copies the list. */
  public Sample {
    images = List.copyOf(images);
  }

  /** An example without stills. */
  public Sample(
      String id,
      String question,
      String answer,
      int count,
      float @Nullable [] gram,
      @Nullable FrameSequence visual,
      float @Nullable [] density,
      float @Nullable [] active) {
    this(id, question, answer, count, gram, visual, density, active, List.of());
  }
}
