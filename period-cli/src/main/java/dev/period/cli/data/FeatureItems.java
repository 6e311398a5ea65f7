package dev.period.cli.data;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.model.FrozenTower;
import dev.period.core.model.Medium;
import dev.period.data.Sample;
import dev.period.data.qa.QaSamples;
import dev.period.data.video.VideoView;
import dev.period.data.work.Items;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What QA files show, ready to be looked at by one model. */
final class FeatureItems implements Items<Kept> {
  private final List<Shown> shown;
  private final VideoView view;
  private final FeatureCache cache;
  private final @Nullable FrozenTower tower;
  private final ImageProcessor images;
  private final boolean bothWays;

  /**
   * Items for one model.
   *
   * @param tower null where nothing is kept of it
   * @param bothWays whether answers also look at videos backwards
   */
  FeatureItems(
      List<Shown> shown,
      VideoView view,
      FeatureCache cache,
      @Nullable FrozenTower tower,
      ImageProcessor images,
      boolean bothWays) {
    this.shown = shown;
    this.view = view;
    this.cache = cache;
    this.tower = tower;
    this.images = images;
    this.bothWays = bothWays;
  }

  @Override
  public Kept make(long index) {
    Shown item = shown.get((int) index);
    FeatureCache own = cache.apart();
    try {
      Sample sample = new QaSamples(item.folder(), List.of(item.record()), view, own).sample(0);
      if (tower != null) {
        for (Medium medium : media(sample)) {
          tower.keep(medium, own);
        }
      }
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return Kept.nothing(e.getMessage());
    }
    if (!own.writable()) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          "nothing can be kept in " + own.folder() + "; name a writable folder with PERIOD_CACHE");
    }
    if (own.kept() < own.misses()) {
      return Kept.nothing(
          "it was not read to its end in time, or takes more room than PERIOD_CACHE_LIMIT allows");
    }
    return own.misses() == 0 ? Kept.FOUND : Kept.MADE;
  }

  /** All that a tower gets to see in training and in answers. */
  private List<Medium> media(Sample sample) {
    List<Medium> media = new ArrayList<>();
    for (FrameSequence image : sample.images()) {
      media.add(medium(Medium.Kind.IMAGE, image));
    }
    FrameSequence visual = sample.visual();
    if (visual != null && sample.images().isEmpty()) {
      media.add(medium(Medium.Kind.VIDEO, visual));
      if (bothWays) {
        int[] backwards = new int[visual.frames()];
        Arrays.setAll(backwards, i -> backwards.length - 1 - i);
        media.add(medium(Medium.Kind.VIDEO, visual.select(backwards)));
      }
    }
    return media;
  }

  private Medium medium(Medium.Kind kind, FrameSequence frames) {
    float[] pixels = new float[frames.rgb().length];
    images.fill(frames, pixels, 0);
    return new Medium(kind, frames.frames(), pixels, null, null);
  }

  @Override
  public void close() {
    if (tower != null) {
      tower.close();
    }
  }
}
