package dev.period.data.video;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one file: the cheap way first (key frames of a long video, a jump to the start of
 * a part), the sure way where the file does not allow that.
 */
final class ReadJob {
  /** Key frames fewer than this say too little about a long video. */
  private static final int MIN_KEY_FRAMES = 64;

  private final Path file;
  private final int width;
  private final int height;
  private final double start;
  private final double end;
  private final VideoLimits limits;
  private final Deadline deadline;
  private final Trouble trouble;
  private boolean keyFramesMayDo = true;
  private boolean seekMayWork = true;

  ReadJob(
      Path file,
      int width,
      int height,
      double start,
      double end,
      VideoLimits limits,
      Deadline deadline) {
    this.file = file;
    this.width = width;
    this.height = height;
    this.start = start;
    this.end = end;
    this.limits = limits;
    this.deadline = deadline;
    this.trouble = new Trouble(file, limits);
  }

  /** Reads; see {@link VideoReader#read(Path, int, int, double, double, VideoLimits)}. */
  DecodedVideo run() {
    DecodedVideo video;
    do {
      video = attempt();
    } while (video == null);
    return video;
  }

  /** Decodes once; null if what was tried does not suit this file and is not to be tried again. */
  private @Nullable DecodedVideo attempt() {
    try (MediaSource source = new MediaSource(file, limits, deadline)) {
      double claimed = source.durationSeconds();
      if (start >= claimed) {
        throw trouble.startsBeyond(start, claimed);
      }
      double span = Double.isNaN(claimed) ? 0 : Math.min(end, claimed) - start;
      boolean isLong = span > limits.longVideoSeconds();
      if (isLong && keyFramesMayDo) {
        source.keyFramesOnly();
      } else if (isLong) {
        source.referenceFramesOnly();
      }
      boolean sought = start > 0 && seekMayWork;
      if (sought) {
        source.seek(start);
      }
      try (FrameCollector frames = new FrameCollector(source, width, height, limits, span)) {
        frames.collect(start, end);
        if (!source.timedOut() && sought && frames.startsAfter(start)) {
          seekMayWork = false;
          return null;
        }
        if (!source.timedOut() && isLong && keyFramesMayDo && frames.seen() < MIN_KEY_FRAMES) {
          keyFramesMayDo = false;
          return null;
        }
        boolean sparse = isLong && keyFramesMayDo;
        // A second of slack: many containers round, or count a longer sound track.
        double slack = sparse ? 3 * span / Math.max(1, frames.seen()) : 1;
        return result(source, frames, claimed, Math.max(1, slack));
      }
    }
  }

  /** Packs up; the frames may end {@code slack} seconds early before that is worth a warning. */
  private DecodedVideo result(
      MediaSource source, FrameCollector frames, double claimed, double slack) {
    if (frames.kept() == 0) {
      throw trouble.noFrame(source, start, end, frames.lastTime(), frames.reachedEnd());
    }
    double decoded = frames.endOfFrames();
    boolean endsEarly = !frames.reachedEnd() && decoded < Math.min(end, claimed) - slack;
    boolean damaged =
        source.damaged() > 0 || endsEarly || (!frames.reachedEnd() && RiffLength.cutOff(file));
    List<String> warnings = trouble.warnings(source, damaged, frames.kept(), decoded);
    boolean trustClaim = !Double.isNaN(claimed) && !endsEarly && !source.timedOut();
    double last = Math.min(end, trustClaim ? Math.max(claimed, decoded) : decoded);
    return new DecodedVideo(
        frames.toSequence(last - start), warnings, source.still(), source.timedOut());
  }
}
