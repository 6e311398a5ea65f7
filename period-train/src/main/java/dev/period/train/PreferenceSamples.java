package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.cache.CachePlace;
import dev.period.core.model.PeriodConfig;
import dev.period.data.Sample;
import dev.period.data.qa.PreferenceFile;
import dev.period.data.qa.PreferencePair;
import dev.period.data.qa.QaSamples;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The pairs of a user's preference files, those left out whose videos are missing. */
final class PreferenceSamples {
  private final List<Located> pairs;
  private final VideoView view;
  private final VideoViewer viewer;
  private final SampleCache cached;

  /** A pair and where its video lies. */
  private record Located(PreferencePair pair, Path video) {}

  private PreferenceSamples(List<Located> pairs, VideoView view, long cacheBytes) {
    this.pairs = List.copyOf(pairs);
    this.view = view;
    this.viewer = new VideoViewer(VideoLimits.defaults(), CachePlace.open());
    this.cached = new SampleCache(index -> read((int) index), cacheBytes);
  }

  /**
   * Opens preference files.
   *
   * @param files at least one
   * @param model decides on sizes and numbers of frames
   * @param cacheBytes room for decoded videos
   * @param listener hears what is left out
   * @throws PeriodException of kind INPUT when a file is missing, broken or empty, or all of its
   *     videos are missing
   */
  static PreferenceSamples open(
      List<Path> files, PeriodConfig model, long cacheBytes, Consumer<String> listener) {
    List<Located> all = new ArrayList<>();
    for (Path file : files) {
      List<PreferencePair> pairs = PreferenceFile.read(file);
      if (pairs.isEmpty()) {
        throw new PeriodException(Kind.INPUT, file + " holds no pairs: there is nothing to learn");
      }
      Path folder = file.toAbsolutePath().getParent();
      List<Located> located =
          pairs.stream()
              .map(pair -> new Located(pair, QaSamples.resolve(folder, pair.video())))
              .toList();
      List<Located> usable =
          located.stream().filter(pair -> Files.isRegularFile(pair.video())).toList();
      if (usable.isEmpty()) {
        throw new PeriodException(
            Kind.INPUT,
            file
                + ": the videos of all its "
                + pairs.size()
                + " pairs are missing, "
                + located.get(0).video()
                + " for example");
      }
      if (usable.size() < pairs.size()) {
        listener.accept(
            file
                + ": "
                + (pairs.size() - usable.size())
                + " of "
                + pairs.size()
                + " pairs are left out, their videos are missing");
      }
      all.addAll(usable);
    }
    return new PreferenceSamples(all, VideoView.of(model), cacheBytes);
  }

  /** The number of pairs. */
  int size() {
    return pairs.size();
  }

  /** A pair; nothing is read for it. */
  PreferencePair pair(int index) {
    return pairs.get(index).pair();
  }

  /**
   * A question and what is seen, with the chosen answer.
   *
   * @throws PeriodException of kind INPUT if the video cannot be read
   */
  Sample sample(int index) {
    return cached.sample(index);
  }

  private Sample read(int index) {
    PreferencePair pair = pairs.get(index).pair();
    double start = pair.start() == null ? 0 : pair.start();
    double end = pair.end() == null ? Double.POSITIVE_INFINITY : pair.end();
    ViewedVideo seen = viewer.view(pairs.get(index).video(), start, end, view);
    return new Sample(
        pair.id(), pair.prompt(), pair.chosen(), -1, seen.gram(), seen.visual(), null, null);
  }
}
