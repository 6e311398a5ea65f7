package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.model.LoraSettings;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Trainable;
import dev.period.core.model.Tuning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of one stage; the YAML file has the same keys in snake case.
 *
 * @param seed of the initial weights and of the data
 * @param maxSteps length of the run in optimizer steps
 * @param saveEvery steps between checkpoints
 * @param evalEvery steps between evaluations on held-out data
 * @param evalSamples how many held-out samples an evaluation takes
 * @param keepCheckpoints how many checkpoints stay; the last is always kept
 * @param bestMetric metric of the evaluations by which one more checkpoint is kept, for example
 *     {@code eval/macro/mae_abs}; null for none
 * @param bestIs {@code lowest} or {@code highest}
 * @param batchSize samples per optimizer step
 * @param accumulation micro-batches per optimizer step, a divisor of {@code batchSize}; more of
 *     them need less memory
 * @param learningRate peak
 * @param schedule {@code cosine}, {@code linear} or {@code constant}, after the warm-up
 * @param warmupSteps steps of linear warm-up
 * @param warmupRatio the warm-up as a share of {@code maxSteps} instead, rounded up; null to count
 *     it in steps
 * @param optimizer {@code adamw} or {@code adam}, which differ in how weights decay
 * @param weightDecay decoupled with AdamW, a penalty in the gradient with Adam
 * @param weightDecayOn {@code matrices}, or {@code all} for norms and biases too
 * @param beta1 decay of Adam's first moment
 * @param beta2 decay of Adam's second moment
 * @param lossMultiplier {@code none}, or {@code period_llm} for the one of its released code, which
 *     goes from 1 to 2
 * @param rlo re-weighting of gradients
 * @param activationCheckpointing whether activations of layers are recomputed in the backward pass
 *     instead of kept
 * @param packWidth width, in tokens, of rows that several samples share; 0 for one sample to a row
 * @param maxGradNorm largest global L2 norm of the gradients
 * @param dtype compute type of matrix products, {@code fp32} or {@code bf16}; weights stay fp32,
 *     frozen matrices do not
 * @param threads inside one operation; 0 for all cores
 * @param dataThreads that make batches ahead of the training
 * @param tokenizer folder of the tokenizer's files
 * @param softCountBase deviation of the soft count target at count 0
 * @param softCountSlope how the deviation grows with the count; both 0 for plain cross-entropy
 * @param densityWeight weight of the periodicity encoder's own loss
 * @param trainable names of the parts that are trained, see {@link Trainable}
 * @param learningRates peaks of parts that have their own, by name
 * @param lora adapters to train; null for none
 * @param dpo of the dpo stage; null for the settings of PPLLaVA
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
    @Nullable String bestMetric,
    String bestIs,
    int batchSize,
    int accumulation,
    double learningRate,
    String schedule,
    long warmupSteps,
    @Nullable Double warmupRatio,
    @JsonProperty(defaultValue = "adamw") String optimizer,
    double weightDecay,
    @JsonProperty(defaultValue = "matrices") String weightDecayOn,
    double beta1,
    double beta2,
    double maxGradNorm,
    @JsonProperty(defaultValue = "none") String lossMultiplier,
    @JsonProperty(defaultValue = "{mode: off, beta: 0.05, mask_padding: true}") RloSettings rlo,
    @JsonProperty(defaultValue = "false") Boolean activationCheckpointing,
    @JsonProperty(defaultValue = "0") Integer packWidth,
    String dtype,
    int threads,
    int dataThreads,
    String tokenizer,
    double softCountBase,
    double softCountSlope,
    double densityWeight,
    @JsonProperty(defaultValue = "[all]") List<String> trainable,
    @JsonProperty(defaultValue = "{}") Map<String, Double> learningRates,
    @Nullable LoraSettings lora,
    @Nullable DpoSettings dpo,
    Data data,
    PeriodConfig model) {

  private static final List<String> SCHEDULES = List.of("constant", "cosine", "linear");
  private static final int WIDEST_ROW = 1 << 16;

  /** Checks the values. */
  public TrainConfig {
    trainable = trainable == null ? List.of("all") : List.copyOf(trainable);
    learningRates =
        learningRates == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(learningRates));
    optimizer = optimizer == null ? "adamw" : optimizer;
    weightDecayOn = weightDecayOn == null ? "matrices" : weightDecayOn;
    lossMultiplier = lossMultiplier == null ? "none" : lossMultiplier;
    rlo = rlo == null ? RloSettings.OFF : rlo;
    activationCheckpointing = activationCheckpointing != null && activationCheckpointing;
    packWidth = packWidth == null ? 0 : packWidth;
    atLeast("max_steps", maxSteps, 1);
    atLeast("save_every", saveEvery, 1);
    atLeast("eval_every", evalEvery, 1);
    atLeast("eval_samples", evalSamples, 1);
    atLeast("keep_checkpoints", keepCheckpoints, 1);
    atLeast("batch_size", batchSize, 1);
    atLeast("accumulation", accumulation, 1);
    atLeast("warmup_steps", warmupSteps, 0);
    atLeast("threads", threads, 0);
    atLeast("data_threads", dataThreads, 1);
    check(
        bestIs.equals("lowest") || bestIs.equals("highest"),
        "best_is must be lowest or highest, but is %s",
        bestIs);
    check(
        batchSize % accumulation == 0,
        "batch_size (%d) must be a multiple of accumulation (%d)",
        batchSize,
        accumulation);
    check(
        learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY,
        "learning_rate must be a number from 0 on, but is %s",
        learningRate);
    oneOf("optimizer", optimizer, List.of("adamw", "adam"));
    oneOf("weight_decay_on", weightDecayOn, List.of("matrices", "all"));
    oneOf("loss_multiplier", lossMultiplier, List.of("none", "period_llm"));
    check(
        warmupRatio == null || (warmupRatio >= 0 && warmupRatio <= 1),
        "warmup_ratio must lie in [0, 1], but is %s",
        warmupRatio);
    check(
        warmupRatio == null || warmupSteps == 0,
        "warmup_ratio is there, so warmup_steps must be 0, but is %d",
        warmupSteps);
    check(
        packWidth >= 0 && packWidth <= WIDEST_ROW,
        "pack_width must be from 0 to %d, but is %d",
        WIDEST_ROW,
        packWidth);
    check(weightDecay >= 0, "weight_decay must not be negative, but is %s", weightDecay);
    check(
        beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1,
        "beta1 and beta2 must lie in [0, 1), but are %s and %s",
        beta1,
        beta2);
    deviation("soft_count_base", softCountBase);
    deviation("soft_count_slope", softCountSlope);
    check(maxGradNorm > 0, "max_grad_norm must be above 0, but is %s", maxGradNorm);
    oneOf("schedule", schedule, SCHEDULES);
    check(
        learningRate > 0 || learningRates.isEmpty(),
        "learning_rates are there, but learning_rate is %s",
        learningRate);
    new Tuning(Trainable.parse(trainable, learningRates), lora); // says what does not fit
  }

  /** What is trained, and how the model becomes one of which that is trained. */
  public Tuning tuning() {
    return new Tuning(Trainable.parse(trainable, learningRates), lora);
  }

  private static void oneOf(String key, String value, List<String> choices) {
    check(
        choices.contains(value),
        "%s must be one of %s, but is %s",
        key,
        String.join(", ", choices),
        value);
  }

  private static void atLeast(String key, long value, long smallest) {
    check(value >= smallest, "%s must be at least %d, but is %d", key, smallest, value);
  }

  private static void deviation(String key, double value) {
    check(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        "%s must be a number from 0 on, but is %s",
        key,
        value);
  }

  private static void check(boolean right, String message, Object... values) {
    if (!right) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
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
   * @param moversShare share of questions about one of two movers in the macro stage
   * @param files QA files (JSONL) to learn from as well; empty for none
   * @param filesShare share of the steps that are taken from them; 1 for nothing else
   * @param evalFiles QA files whose questions are asked at each evaluation; empty for none
   * @param lengthBuckets batches among which samples of files are sorted by length, so that they
   *     need less padding; 1 mixes all lengths
   * @param cacheMb room for decoded media, in megabytes
   * @param micro what the micro stage sees beside these; null for the other stages
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Data(
      int renderedPool,
      int simulatedPool,
      double renderedShare,
      double simulatedShare,
      double idleShare,
      double textShare,
      @JsonProperty(defaultValue = "0") Double moversShare,
      List<String> files,
      double filesShare,
      List<String> evalFiles,
      int lengthBuckets,
      int cacheMb,
      @Nullable Micro micro) {
    /** Checks the values. */
    public Data {
      files = List.copyOf(files);
      evalFiles = List.copyOf(evalFiles);
      moversShare = moversShare == null ? 0 : moversShare;
      check(
          moversShare >= 0 && moversShare + textShare <= 1,
          "data.movers_share must not be negative, nor above 1 together with data.text_share, but"
              + " is %s",
          moversShare);
      check(
          filesShare > 0 && filesShare <= 1,
          "data.files_share must be above 0 and at most 1, but is %s",
          filesShare);
      atLeast("data.length_buckets", lengthBuckets, 1);
      atLeast("data.cache_mb", cacheMb, 0);
    }
  }

  /**
   * What the micro stage sees.
   *
   * @param renderedPool number of rendered faces, each seen again and again in other stretches
   * @param renderedShare share of rendered faces among the questions about pulses; the rest are
   *     colour traces, which are new each time
   * @param paintedShare share of either that shows no pulse
   * @param macroShare share of the macro stage's clips among all samples
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Micro(
      int renderedPool, double renderedShare, double paintedShare, double macroShare) {
    /** Checks the values. */
    public Micro {
      atLeast("data.micro.rendered_pool", renderedPool, 1);
      for (double share : new double[] {renderedShare, paintedShare, macroShare}) {
        check(
            share >= 0 && share <= 1, "shares of data.micro lie between 0 and 1, not at %s", share);
      }
    }
  }
}
