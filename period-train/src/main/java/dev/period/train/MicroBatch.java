package dev.period.train;

import dev.period.core.model.Batch;
import dev.period.core.model.Prompt;
import java.util.List;

/** A part of an optimizer step that goes through the model at once, as plain arrays. */
interface MicroBatch {
  /** Ids of the samples, for messages. */
  List<String> ids();

  /** What the model sees. */
  Batch inputs();

  /** The number of samples. */
  int samples();

  /** How many of them show a sequence whose repetitions the periodicity encoder is to find. */
  int sequences();

  /** Tokens without padding. */
  default long tokens() {
    return inputs().prompts().stream().mapToLong(prompt -> prompt.tokens().length()).sum();
  }

  /** Frames that the vision tower sees. */
  default int frames() {
    return inputs().prompts().stream()
        .map(Prompt::media)
        .flatMap(List::stream)
        .mapToInt(medium -> medium.frames())
        .sum();
  }
}
