package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.data.qa.QaRecord;
import dev.period.data.repetition.CountedClip;
import dev.period.data.repetition.CountedDataset;
import dev.period.data.repetition.RepetitionQuestions;
import dev.period.data.video.VideoInfo;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions about counted videos. Nothing is cut or copied: a record names the source video and the
 * seconds in it.
 */
final class CountedVideoBuilder implements QaBuilder {
  private final CountedDataset dataset;

  CountedVideoBuilder(CountedDataset dataset) {
    this.dataset = dataset;
  }

  @Override
  public String name() {
    return dataset.name();
  }

  /** What a look at a video file gave: how fast it is, or why it cannot be used. */
  private record Look(@Nullable VideoInfo info, String problem) {}

  @Override
  public List<BuiltFile> build(BuildRequest request) {
    Path folder = Splits.data(request, this);
    if (dataset.hasSplits()) {
      Splits.refuseParts(request, this);
    }
    List<String> there = dataset.splits(folder);
    if (there.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "there are no annotations of %s in %s; docs/data.md shows the layout"
              .formatted(name(), folder));
    }
    MediaPaths paths = new MediaPaths(request.out());
    Map<Path, Look> looks = new HashMap<>();
    try (SplitWriters files = new SplitWriters(name(), request)) {
      for (String split : Splits.chosen(request, there)) {
        CountedDataset.Split content = dataset.read(folder, split);
        List<CountedClip> clips = content.clips();
        if (request.limit() != null && request.limit() < clips.size()) {
          clips = clips.subList(0, request.limit().intValue());
        }
        for (CountedClip clip : clips) {
          Look look = looks.computeIfAbsent(clip.video(), CountedVideoBuilder::look);
          add(files, split, clip, look, paths, request.seed());
        }
        content.unusable().forEach(row -> files.missing(split, row.id(), row.id(), row.reason()));
      }
      return files.complete();
    }
  }

  private static void add(
      SplitWriters files, String split, CountedClip clip, Look look, MediaPaths paths, long seed) {
    VideoInfo info = look.info();
    if (info == null) {
      files.missing(split, clip.source(), clip.id(), look.problem());
      return;
    }
    Double start = clip.start();
    if (start != null && start >= info.durationSeconds()) {
      files.missing(
          split,
          clip.source(),
          clip.id(),
          String.format(
              Locale.ROOT,
              "the video ends at %.2f s, before the segment begins",
              info.durationSeconds()));
      return;
    }
    List<QaRecord> records =
        RepetitionQuestions.records(clip, paths.of(clip.video()), info.framesPerSecond(), seed);
    records.forEach(record -> files.add(split, clip.source(), record));
  }

  private static Look look(Path video) {
    if (!Files.isRegularFile(video)) {
      return new Look(null, "the file is missing");
    }
    try {
      return new Look(VideoReader.info(video, VideoLimits.defaults()), "");
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      // Manifests hold no paths of this machine.
      return new Look(null, "the file cannot be read as a video");
    }
  }
}
