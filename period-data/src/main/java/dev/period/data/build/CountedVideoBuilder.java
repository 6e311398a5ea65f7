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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Questions about counted videos. Nothing is cut or copied: a record names the source video and the
 * seconds in it.
 */
final class CountedVideoBuilder implements ItemBuilder {
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
  public List<String> splits(BuildRequest request) {
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
    return Splits.chosen(request, there);
  }

  @Override
  public QaItems open(BuildRequest request, String split) {
    CountedDataset.Split content = dataset.read(Splits.data(request, this), split);
    List<CountedClip> clips = content.clips();
    if (request.limit() != null && request.limit() < clips.size()) {
      clips = clips.subList(0, request.limit().intValue());
    }
    return new ClipItems(clips, content.unusable(), new MediaPaths(request.out()), request.seed());
  }

  /** The clips, and behind them the rows without a label. */
  private static final class ClipItems implements QaItems {
    private final List<CountedClip> clips;
    private final List<CountedDataset.Unusable> unusable;
    private final MediaPaths paths;
    private final long seed;
    private final Map<Path, Look> looks = new ConcurrentHashMap<>();

    ClipItems(
        List<CountedClip> clips,
        List<CountedDataset.Unusable> unusable,
        MediaPaths paths,
        long seed) {
      this.clips = clips;
      this.unusable = unusable;
      this.paths = paths;
      this.seed = seed;
    }

    @Override
    public long size() {
      return (long) clips.size() + unusable.size();
    }

    @Override
    public List<QaEntry> make(long index) {
      int i = (int) index;
      if (i >= clips.size()) {
        CountedDataset.Unusable row = unusable.get(i - clips.size());
        return List.of(new QaEntry.Missing(row.id(), row.id(), row.reason()));
      }
      CountedClip clip = clips.get(i);
      Look look = looks.computeIfAbsent(clip.video(), CountedVideoBuilder::look);
      VideoInfo info = look.info();
      if (info == null) {
        return List.of(new QaEntry.Missing(clip.source(), clip.id(), look.problem()));
      }
      Double start = clip.start();
      if (start != null && start >= info.durationSeconds()) {
        String reason =
            String.format(
                Locale.ROOT,
                "the video ends at %.2f s, before the segment begins",
                info.durationSeconds());
        return List.of(new QaEntry.Missing(clip.source(), clip.id(), reason));
      }
      List<QaEntry> entries = new ArrayList<>();
      for (QaRecord record :
          RepetitionQuestions.records(clip, paths.of(clip.video()), info.framesPerSecond(), seed)) {
        entries.add(new QaEntry.Made(clip.source(), record));
      }
      return entries;
    }
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
