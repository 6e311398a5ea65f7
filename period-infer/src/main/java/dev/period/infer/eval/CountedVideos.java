package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.data.repetition.CountedClip;
import dev.period.data.repetition.CountedDataset;
import dev.period.data.repetition.RepetitionQuestions;
import dev.period.data.text.CountingQuestions;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import dev.period.infer.baselines.LabelledCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Countix, RepCount, QUVA as evaluation items. The question is the same as about other clips;
 * references for captions are the answers that {@code period data build} gives.
 */
public final class CountedVideos {
  private static final String TRAIN = "train";

  private CountedVideos() {}

  /**
   * The clips of a split, in the order of its annotations. Whether the videos exist is not checked
   * here: an evaluation skips those that do not.
   *
   * @throws PeriodException of kind INPUT if the annotations are missing or wrong; of kind USAGE if
   *     there is no such split
   */
  public static List<EvalItem> items(CountedDataset dataset, Path folder, String split) {
    List<String> there = dataset.splits(folder);
    if (there.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "there are no annotations of %s in %s; docs/data.md shows the layout"
              .formatted(dataset.name(), folder));
    }
    if (!there.contains(split)) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          "there is no split '%s' in %s; there is %s"
              .formatted(split, folder, String.join(", ", there)));
    }
    List<EvalItem> items = new ArrayList<>();
    for (CountedClip clip : dataset.read(folder, split).clips()) {
      items.add(
          new EvalItem(
              clip.id(),
              clip.video(),
              clip.start(),
              clip.end(),
              CountingQuestions.PLAIN,
              clip.action(),
              clip.count(),
              RepetitionQuestions.answers(clip),
              cycleEnds(clip)));
    }
    return items;
  }

  /** Where the data set numbers frames and does not tell their rate, the file is asked. */
  private static List<Double> cycleEnds(CountedClip clip) {
    if (clip.cycles().isEmpty() || !Files.isRegularFile(clip.video())) {
      return List.of();
    }
    try {
      Double rate = clip.framesPerSecond();
      return clip.cycleEnds(
          rate == null
              ? VideoReader.info(clip.video(), VideoLimits.defaults()).framesPerSecond()
              : rate);
    } catch (PeriodException e) {
      return List.of(); // the evaluation skips it and says why
    }
  }

  /**
   * What constants and class medians are fitted on: the training split, whether or not its videos
   * are there; empty where there is none, or where it is the one that is judged.
   */
  public static List<LabelledCount> training(CountedDataset dataset, Path folder, String split) {
    if (split.equals(TRAIN) || !dataset.splits(folder).contains(TRAIN)) {
      return List.of();
    }
    return dataset.read(folder, TRAIN).clips().stream()
        .map(clip -> new LabelledCount(clip.action(), clip.count()))
        .toList();
  }
}
