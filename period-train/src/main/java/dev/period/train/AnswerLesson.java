package dev.period.train;

import dev.period.data.SampleSource;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Questions with one right answer each: those of a stage, and those of the user's files. */
final class AnswerLesson {
  private AnswerLesson() {}

  /**
   * Opens the data of a run.
   *
   * @param stages the stage's own samples
   * @param evaluator the stage's own
   */
  static Lesson<TrainingBatch> of(
      Setup setup, Function<TrainConfig, SampleSource> stages, Evaluator evaluator) {
    TrainConfig config = setup.config();
    Evaluator judged = setup.judgedByFiles(evaluator);
    SampleSource samples = samples(setup, stages);
    CountTargets targets =
        new CountTargets(
            setup.tokenizer(),
            config.model().maxCount(),
            config.softCountBase(),
            config.softCountSlope());
    Collator collator = new Collator(config.model(), setup.prompts(), targets, config.packWidth());
    return new Lesson<>(
        setup.steps(samples::sample, collator::collate),
        new AnswerObjective(config.densityWeight()),
        judged,
        FileHashes.of(setup.files()));
  }

  private static SampleSource samples(Setup setup, Function<TrainConfig, SampleSource> stages) {
    TrainConfig config = setup.config();
    List<Path> files = setup.files();
    if (files.isEmpty()) {
      return stages.apply(config);
    }
    FileSamples own =
        FileSamples.open(
            files, config.model(), setup.cacheBytes(), config.seed(), setup.listener());
    LengthBuckets buckets =
        new LengthBuckets(
            own::length,
            config.batchSize() / config.accumulation(),
            config.data().lengthBuckets(),
            config.seed());
    SampleSource bucketed = index -> own.sample(buckets.at(index));
    double share = config.data().filesShare();
    return share == 1
        ? bucketed
        : new StepMix(config.batchSize(), share, bucketed, stages.apply(config));
  }
}
