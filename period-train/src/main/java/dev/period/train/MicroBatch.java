package dev.period.train;

import java.util.List;

/** A part of an optimizer step that goes through the model at once, as plain arrays. */
interface MicroBatch {
  /** Ids of the samples, for messages. */
  List<String> ids();

  /** The number of samples. */
  int samples();

  /** How many of them show a sequence whose repetitions the periodicity encoder is to find. */
  int sequences();

  /** Tokens without padding. */
  long tokens();

  /** Frames that the vision tower sees. */
  int frames();
}
