package dev.period.data.video;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One reading of a part of a file, frame by frame; see {@link VideoReader#stream}. */
final class StreamJob {
  /** How much earlier than due a frame may come: times of containers are rounded. */
  private static final double HAIR = 1e-3;

  private final Path file;
  private final int width;
  private final int height;
  private final double start;
  private final double end;
  private final double step;
  private final VideoLimits limits;
  private final Deadline deadline;
  private final Trouble trouble;

  StreamJob(
      Path file,
      int width,
      int height,
      double start,
      double end,
      double framesPerSecond,
      VideoLimits limits,
      Deadline deadline) {
    this.file = file;
    this.width = width;
    this.height = height;
    this.start = start;
    this.end = end;
    this.step = 1 / framesPerSecond;
    this.limits = limits;
    this.deadline = deadline;
    this.trouble = new Trouble(file, limits);
  }

  StreamedVideo run(VideoReader.FrameVisitor visitor) {
    return new StartOfPart(file, start, limits, deadline)
        .read(source -> {}, (source, first) -> show(source, first, visitor));
  }

  private StreamedVideo show(MediaSource source, AVFrame first, VideoReader.FrameVisitor visitor) {
    AVFrame frame = first;
    if (source.even()) {
      // of frames that lie between the same two moments only the first is shown, so one is not
      // wanted that follows another there, even if that came a hair earlier
      double before = source.frameSeconds() + HAIR;
      source.spare(time -> moment(time) == moment(time - before));
    }
    FrameTimes times = new FrameTimes(source.frameSeconds());
    byte[] rgb = new byte[3 * width * height];
    double claimed = source.durationSeconds();
    double last = Double.NaN;
    long before = -1;
    int shown = 0;
    boolean reachedEnd = false;
    try (FrameScaler scaler = new FrameScaler(width, height, Orientation.of(frame))) {
      while (frame != null && !reachedEnd) {
        double time = times.next(source.seconds(frame));
        reachedEnd = time >= end;
        if (!reachedEnd) {
          extend(Double.isNaN(last) ? 0 : time - last);
          last = time;
          if (moment(time) > before && time >= start && scaler.scale(frame, rgb, 0)) {
            before = moment(time);
            shown++;
            show(visitor, rgb, time);
          }
          frame = source.next();
        }
      }
    }
    if (shown == 0) {
      throw trouble.noFrame(source, start, end, last, reachedEnd);
    }
    double decoded = last + source.frameSeconds();
    boolean endsEarly = !reachedEnd && decoded < Math.min(end, claimed) - 1;
    boolean damaged = source.damaged() > 0 || endsEarly || (!reachedEnd && RiffLength.cutOff(file));
    return new StreamedVideo(
        duration(source, endsEarly, claimed, decoded),
        trouble.warnings(source, damaged, shown, decoded));
  }

  /** How many steps from the start the last moment is that was due at {@code time}. */
  private long moment(double time) {
    return (long) Math.floor((time - start + HAIR) / step);
  }

  private void show(VideoReader.FrameVisitor visitor, byte[] rgb, double time) {
    long before = System.nanoTime();
    visitor.frame(rgb, width, height, time);
    deadline.extend((System.nanoTime() - before) / 1e9);
  }

  private void extend(double gap) {
    deadline.extend(played(gap) * limits.maxDecodeSeconds() / limits.longVideoSeconds());
  }

  /** How much of a gap between two frames was played; none where the clock has jumped. */
  static double played(double gap) {
    return gap > VideoReader.LONGEST_GAP ? 0 : gap;
  }

  private double duration(MediaSource source, boolean endsEarly, double claimed, double decoded) {
    boolean trust = !Double.isNaN(claimed) && !endsEarly && !source.timedOut();
    return Math.min(end, trust ? Math.max(claimed, decoded) : decoded) - start;
  }
}
