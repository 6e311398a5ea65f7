package dev.period.train;

import dev.period.core.model.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions with their answers, as plain arrays.
 *
 * @param ids of the samples, for messages
 * @param inputs what the model sees
 * @param rows flat indices of the positions that predict an answer token
 * @param candidates tokens that may follow each row [rows, {@link CountTargets#CANDIDATES}]
 * @param probabilities of the candidates, same shape
 * @param sequences samples with a Gram matrix
 * @param density repetitions per pair of frames of those samples; null without any
 * @param active fraction of each pair inside a repetition, same shape
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainingBatch(
    List<String> ids,
    Batch inputs,
    long[] rows,
    long[] candidates,
    float[] probabilities,
    int sequences,
    float @Nullable [] density,
    float @Nullable [] active)
    implements MicroBatch {
  @Override
  public int samples() {
    return inputs.prompts().size();
  }
}
