package dev.period.train;

import dev.period.core.model.Batch;
import java.util.List;

/**
 * Pairs of answers, as plain arrays: chosen and rejected in turn, each a prompt of its own.
 *
 * @param ids of the pairs, for messages
 * @param inputs what the model sees, 2 prompts for each pair
 * @param rows flat indices of the positions that predict an answer token
 * @param targets the answer token at each of them
 * @param owners the prompt that each of them belongs to
 * @param lengths answer tokens of each prompt
 * @param reference log-probability of each answer by the reference model
 */
@SuppressWarnings("ArrayRecordComponent")
record PreferenceBatch(
    List<String> ids,
    Batch inputs,
    long[] rows,
    long[] targets,
    long[] owners,
    int[] lengths,
    float[] reference)
    implements MicroBatch {
  @Override
  public int samples() {
    return ids.size();
  }

  /** Where repetitions are is no matter of preference. */
  @Override
  public int sequences() {
    return 0;
  }
}
