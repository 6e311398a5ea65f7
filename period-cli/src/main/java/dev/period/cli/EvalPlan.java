package dev.period.cli;

import dev.period.core.model.PeriodConfig;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.SampleSource;
import dev.period.data.repetition.CountedDataset;
import dev.period.data.text.TextRepetition;
import dev.period.infer.Period;
import dev.period.infer.baselines.LabelledCount;
import dev.period.infer.eval.ClipsDataset;
import dev.period.infer.eval.CountedVideos;
import dev.period.infer.eval.Counter;
import dev.period.infer.eval.EvalItem;
import dev.period.infer.eval.FrameSource;
import dev.period.infer.eval.ItemPictures;
import dev.period.infer.eval.ModelCounter;
import dev.period.infer.eval.RotnistDataset;
import dev.period.infer.eval.SampleDataset;
import dev.period.infer.eval.SignalCounter;
import dev.period.infer.eval.SignalItems;
import dev.period.infer.eval.StressedClips;
import dev.period.infer.eval.VideoFrames;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation is about.
 *
 * @param items to be counted in
 * @param counter a model, as the task asks it
 * @param training what constants are fitted on; empty for leave-one-out
 * @param frames for the classical baselines; null where there are no pictures
 * @param pictures of the worst items, for the page; null where there is nothing to see
 */
record EvalPlan(
    List<EvalItem> items,
    Function<Period, Counter> counter,
    List<LabelledCount> training,
    @Nullable FrameSource frames,
    @Nullable ItemPictures pictures) {

  private static final int TRAINING_COUNTS = 500;

  /** Width of a drawn digit, or of a frame that was put together, in a report, in pixels. */
  private static final int PICTURE = 96;

  static EvalPlan text(int samples) {
    SampleSource source = SampleDataset.text();
    SampleSource training = TextRepetition.train();
    List<LabelledCount> counts =
        LongStream.range(0, TRAINING_COUNTS)
            .mapToObj(i -> new LabelledCount("", training.sample(i).count()))
            .toList();
    return new EvalPlan(
        SampleDataset.items(source, samples),
        period -> ModelCounter.ofSamples(period, source),
        counts,
        null,
        null);
  }

  /** Constants are fitted leave-one-out: rendering as many clips to train with takes a minute. */
  static EvalPlan synthetic(PeriodConfig config, long seed, int samples) {
    SampleSource source = SampleDataset.synthetic(seed, config.visualFrames());
    FrameSource frames = SampleDataset.frames(seed);
    return new EvalPlan(
        SampleDataset.items(source, samples),
        period -> ModelCounter.ofSamples(period, source),
        List.of(),
        frames,
        ItemPictures.of(frames));
  }

  /** Frames are all that there is of a clip: the classical baselines would need more. */
  static EvalPlan movers(PeriodConfig config, long seed, int samples) {
    SampleSource source = SampleDataset.movers(seed, config.visualFrames());
    return new EvalPlan(
        SampleDataset.items(source, samples),
        period -> ModelCounter.ofSamples(period, source),
        List.of(),
        null,
        null);
  }

  static EvalPlan rotnist(PeriodConfig config, @Nullable Path mnist, long seed, int samples) {
    RotnistDataset digits = new RotnistDataset(mnist, seed);
    int side = config.visionConfig().imageSize();
    return new EvalPlan(
        digits.items(samples),
        period -> ModelCounter.ofFrames(period, item -> digits.frames(item, side)),
        digits.trainingCounts(),
        item -> digits.frames(item, FrameFeatures.SIZE),
        ItemPictures.of(item -> digits.frames(item, PICTURE)));
  }

  static EvalPlan clips(VideoFrames frames, ItemPictures pictures, Path data, boolean useSegments) {
    return new EvalPlan(
        ClipsDataset.read(data, useSegments), ModelCounter::ofVideos, List.of(), frames, pictures);
  }

  static EvalPlan stressed(PeriodConfig config, StressedClips clips) {
    int side = config.visionConfig().imageSize();
    return new EvalPlan(
        clips.items(),
        period -> ModelCounter.ofFrames(period, item -> clips.frames(item, side)),
        List.of(),
        item -> clips.frames(item, FrameFeatures.SIZE),
        ItemPictures.of(item -> clips.frames(item, PICTURE)));
  }

  static EvalPlan counted(
      VideoFrames frames, ItemPictures pictures, CountedDataset dataset, Path data, String split) {
    return new EvalPlan(
        CountedVideos.items(dataset, data, split),
        ModelCounter::ofVideos,
        CountedVideos.training(dataset, data, split),
        frames,
        pictures);
  }

  static EvalPlan signal(Path data) {
    SignalItems signals = new SignalItems(data);
    return new EvalPlan(
        signals.items(),
        period -> new SignalCounter(period, signals),
        List.of(),
        signals.frames(),
        null);
  }
}
