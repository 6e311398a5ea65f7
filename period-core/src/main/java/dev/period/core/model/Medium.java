package dev.period.core.model;

import org.jspecify.annotations.Nullable;

/**
 * An image, a video or a signal that a prompt is about, as plain arrays: made on data threads,
 * without the engine.
 *
 * @param kind how it is pooled
 * @param frames the number of images in {@code pixels}
 * @param pixels normalised [frames, 3, side, side]; null for a signal
 * @param gram its self-similarity [features, n, n] as {@link
 *     dev.period.core.periodicity.GramMatrices} makes it; null where the model takes none
 * @param prompt what is asked about it, in ids of CLIP's tokenizer without start and end token,
 *     which guides the pooling; null where nothing guides it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Medium(
    Kind kind,
    int frames,
    float @Nullable [] pixels,
    float @Nullable [] gram,
    int @Nullable [] prompt) {

  /** What a medium is. */
  public enum Kind {
    /** One image: a moment of its own, never pooled over time. */
    IMAGE,
    /** Frames in time order. */
    VIDEO,
    /** A sequence without a picture, such as words or samples of a sensor. */
    SIGNAL
  }
}
