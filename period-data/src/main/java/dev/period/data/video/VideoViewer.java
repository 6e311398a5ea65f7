package dev.period.data.video;

import dev.period.core.FrameSequence;
import dev.period.core.cache.CacheEntry;
import dev.period.core.cache.CacheKey;
import dev.period.core.cache.FeatureCache;
import dev.period.core.image.FrameShrink;
import dev.period.core.model.FrameRule;
import dev.period.core.periodicity.FrameFeatures;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at videos the way a model does: the same for a question, an evaluation and training. With a
 * cache it looks at each video only once. Thread-safe.
 */
public final class VideoViewer {
  /** Frames of a video that are in memory at once, in bytes. */
  private static final long MEMORY = 128L << 20;

  private final VideoLimits limits;
  private final @Nullable FeatureCache cache;

  /**
   * A viewer.
   *
   * @param limits of what is read
   * @param cache of what was seen; null to look again each time
   */
  public VideoViewer(VideoLimits limits, @Nullable FeatureCache cache) {
    this.limits = limits;
    this.cache = cache;
  }

  /**
   * Looks at a part of a video file.
   *
   * @param start in seconds
   * @param end in seconds; may be infinite, for the end of the video
   * @throws dev.period.core.PeriodException as {@link VideoReader#read}
   */
  public ViewedVideo view(Path file, double start, double end, VideoView view) {
    VideoReader.check(file, view.side(), view.side(), start, end);
    if (cache == null) {
      return look(file, start, end, view).seen();
    }
    CacheKey key = new VideoEntry(file, start, end, limits).key(view);
    CacheEntry kept = cache.get(key);
    if (kept != null) {
      return VideoEntry.view(kept, file);
    }
    Look look = look(file, start, end, view);
    if (!look.hurried()) {
      cache.put(key, VideoEntry.pack(look.seen(), file));
    }
    return look.seen();
  }

  /**
   * All frames of a part of a video file, small enough to be kept as they are.
   *
   * @param side width and height wanted, in pixels
   * @throws dev.period.core.PeriodException as {@link VideoReader#read}
   */
  public FrameSequence frames(Path file, double start, double end, int side) {
    VideoReader.check(file, side, side, start, end);
    if (cache == null) {
      return read(file, start, end, side).frames();
    }
    CacheKey key = new VideoEntry(file, start, end, limits).key(side);
    CacheEntry kept = cache.get(key);
    if (kept != null) {
      return VideoEntry.frames(kept);
    }
    DecodedVideo video = read(file, start, end, side);
    if (!video.timedOut()) {
      cache.put(key, VideoEntry.pack(video.frames()));
    }
    return video.frames();
  }

  /**
   * One look at a file.
   *
   * @param hurried whether there was no time for all of it, which next time there may be
   */
  private record Look(ViewedVideo seen, boolean hurried) {}

  private Look look(Path file, double start, double end, VideoView view) {
    DecodedVideo large = pixels(file, start, end, view);
    boolean whole = view.rule() != FrameRule.CONTIGUOUS;
    if (view.slots() == 0 || (whole && view.side() == FrameFeatures.SIZE)) {
      return new Look(look(large, large.frames(), view), large.timedOut());
    }
    DecodedVideo small = read(file, start, end, FrameFeatures.SIZE);
    return new Look(look(large, small.frames(), view), large.timedOut() || small.timedOut());
  }

  /**
   * What visual frames are picked from. Frames in a row must not be thinned out as those of a whole
   * video may be, so that no more than they is read.
   */
  private DecodedVideo pixels(Path file, double start, double end, VideoView view) {
    if (view.rule() != FrameRule.CONTIGUOUS) {
      return read(file, start, end, view.side());
    }
    VideoInfo info = VideoReader.info(file, limits);
    double enough = start + (view.visualFrames() + 1) / info.framesPerSecond();
    DecodedVideo beginning = read(file, start, Math.min(end, enough), view.side());
    FrameSequence frames = beginning.frames();
    double seconds = Math.min(end, info.durationSeconds()) - start;
    FrameSequence ofWhole =
        new FrameSequence(
            frames.rgb(),
            frames.width(),
            frames.height(),
            frames.timesSeconds(),
            seconds > frames.durationSeconds() ? seconds : frames.durationSeconds());
    return new DecodedVideo(ofWhole, beginning.warnings(), beginning.still(), beginning.timedOut());
  }

  /** Looks at frames that are in memory already, of the size that the model takes. */
  public static ViewedVideo view(DecodedVideo video, VideoView view) {
    FrameSequence frames = video.frames();
    boolean fits = view.slots() == 0 || frames.width() == FrameFeatures.SIZE;
    return look(
        video,
        fits
            ? frames
            : FrameShrink.to(FrameSampling.uniform(frames, view.samples()), FrameFeatures.SIZE),
        view);
  }

  private static ViewedVideo look(DecodedVideo large, FrameSequence small, VideoView view) {
    FrameSequence visual = VisualFrames.pick(large.frames(), view);
    if (view.slots() == 0) {
      return new ViewedVideo(
          new double[0], null, List.of(), visual, large.still(), large.warnings());
    }
    VideoEvidence evidence =
        VideoEvidence.of(small, view.samples(), view.slots(), view.visualFrames());
    // a stretched self-similarity shows no more pixels than the frames that it was stretched from
    boolean stretched = view.samples() != view.slots() && view.rule() == FrameRule.MIDDLES;
    return new ViewedVideo(
        evidence.sampled().timesSeconds(),
        evidence.gram(),
        Standstill.stretches(evidence.sampled()),
        stretched && small.width() == view.side() ? evidence.visual() : visual,
        large.still(),
        large.warnings());
  }

  private DecodedVideo read(Path file, double start, double end, int side) {
    int most = framesAtMost(side, limits);
    return VideoReader.read(file, side, side, start, end, limits.withMaxKeptFrames(most));
  }

  /**
   * What the frames of one video take at most, in bytes, for who looks at several at once.
   *
   * @param side width and height of the frames, in pixels
   */
  public static long bytesAtMost(int side, VideoLimits limits) {
    return framesAtMost(side, limits) * 3L * side * side;
  }

  private static int framesAtMost(int side, VideoLimits limits) {
    return (int) Math.max(2, Math.min(limits.maxKeptFrames(), MEMORY / (3L * side * side)));
  }
}
