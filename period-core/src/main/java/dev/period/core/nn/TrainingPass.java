package dev.period.core.nn;

import dev.period.core.engine.Recomputation;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass of a training step does beside its work.
 *
 * @param recomputation where activations are not kept; null to keep them
 * @param inputs to which linear layers tell what they read; null when nobody asks
 */
public record TrainingPass(@Nullable Recomputation recomputation, @Nullable InputMeans inputs) {
  /** A pass that does nothing else. */
  public static final TrainingPass PLAIN = new TrainingPass(null, null);
}
