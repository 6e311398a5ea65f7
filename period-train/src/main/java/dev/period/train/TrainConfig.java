package dev.period.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.model.PeriodConfig;

/**
 * Configuration of one stage; the YAML file has the same keys in snake case.
 *
 * @param seed of the initial weights and of the data
 * @param maxSteps length of the run in optimizer steps
 * @param saveEvery steps between checkpoints
 * @param evalEvery steps between evaluations on held-out data
 * @param evalSamples how many held-out samples an evaluation takes
 * @param keepCheckpoints how many checkpoints stay; the last is always kept
 * @param batchSize samples per step
 * @param learningRate peak
 * @param schedule {@code cosine} or {@code constant}, after the warm-up
 * @param warmupSteps steps of linear warm-up
 * @param weightDecay decoupled, on matrices only
 * @param beta1 decay of AdamW's first moment
 * @param beta2 decay of AdamW's second moment
 * @param maxGradNorm largest global L2 norm of the gradients
 * @param dtype compute type of matrix products, {@code fp32} or {@code bf16}; weights stay fp32
 * @param threads inside one operation; 0 for all cores
 * @param dataThreads that make batches ahead of the training
 * @param tokenizer folder of the tokenizer's files
 * @param softCountBase deviation of the soft count target at count 0
 * @param softCountSlope how the deviation grows with the count
 * @param densityWeight weight of the periodicity encoder's own loss
 * @param data what the stage sees
 * @param model architecture of a fresh model; a model given by {@code --from} brings its own
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TrainConfig(
    long seed,
    long maxSteps,
    long saveEvery,
    long evalEvery,
    int evalSamples,
    int keepCheckpoints,
    int batchSize,
    double learningRate,
    String schedule,
    long warmupSteps,
    double weightDecay,
    double beta1,
    double beta2,
    double maxGradNorm,
    String dtype,
    int threads,
    int dataThreads,
    String tokenizer,
    double softCountBase,
    double softCountSlope,
    double densityWeight,
    Data data,
    PeriodConfig model) {

  /** The same configuration for another model. */
  TrainConfig withModel(PeriodConfig other) {
    return new TrainConfig(
        seed,
        maxSteps,
        saveEvery,
        evalEvery,
        evalSamples,
        keepCheckpoints,
        batchSize,
        learningRate,
        schedule,
        warmupSteps,
        weightDecay,
        beta1,
        beta2,
        maxGradNorm,
        dtype,
        threads,
        dataThreads,
        tokenizer,
        softCountBase,
        softCountSlope,
        densityWeight,
        data,
        other);
  }

  /**
   * What a stage sees.
   *
   * @param renderedPool number of rendered clips, each seen again and again under augmentation
   * @param simulatedPool number of clips made in the similarity domain
   * @param renderedShare share of rendered clips among the samples
   * @param simulatedShare share of simulated clips
   * @param idleShare share of simulated clips in which nothing, or little, repeats
   * @param textShare share of text-repetition questions; the text stage has nothing else
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Data(
      int renderedPool,
      int simulatedPool,
      double renderedShare,
      double simulatedShare,
      double idleShare,
      double textShare) {}
}
