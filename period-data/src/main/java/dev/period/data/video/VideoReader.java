package dev.period.data.video;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Reads the frames of a video, or of a still image, that may come from anywhere: memory, time and
 * the size of a frame are bounded, only the one local file is ever opened, and what is wrong with
 * it is said in one sentence.
 *
 * <p>Every frame is turned upright and scaled, by area averaging and without keeping the aspect, to
 * the size asked for. Times are presentation times from the start of the file, also when only a
 * part is read and when the frame rate varies. All methods may be called from several threads.
 */
public final class VideoReader {
  /** Frames that are further apart, in seconds, were stamped by different clocks. */
  public static final double LONGEST_GAP = 30;

  private VideoReader() {}

  /**
   * Reads the part of a video from {@code startSeconds} (included) to {@code endSeconds}
   * (excluded); the duration of the result is that of the part.
   *
   * @param endSeconds may be infinite, for the end of the video
   * @throws PeriodException of kind USAGE if the end is not after the start; of kind INPUT if there
   *     is no such file, no frame of it can be decoded, or it ends before the start
   */
  public static DecodedVideo read(
      Path file,
      int width,
      int height,
      double startSeconds,
      double endSeconds,
      VideoLimits limits) {
    check(file, width, height, startSeconds, endSeconds);
    Ffmpeg.load();
    try (Deadline deadline = new Deadline(limits.maxDecodeSeconds())) {
      return new ReadJob(file, width, height, startSeconds, endSeconds, limits, deadline).run();
    }
  }

  /** Is shown the frames of a video, one after the other. */
  @FunctionalInterface
  public interface FrameVisitor {
    /**
     * One frame.
     *
     * @param rgb [height, width, 3]; reused for the next frame
     * @param seconds presentation time, later than the one before
     */
    void frame(byte[] rgb, int width, int height, double seconds);
  }

  /**
   * Shows every frame of a video at its own rate, in constant memory. Colours are decoded and
   * rounded as exactly as possible, for who looks for changes too small to see.
   *
   * @param longestSide larger frames are reduced to this width or height, in pixels
   * @return warnings, one sentence each; empty when the whole video was read without trouble
   * @throws PeriodException of kind INPUT if there is no such file or no frame of it can be decoded
   */
  public static List<String> forEachFrame(
      Path file, int longestSide, VideoLimits limits, FrameVisitor visitor) {
    return forEachFrame(file, longestSide, 0, Double.POSITIVE_INFINITY, limits, visitor);
  }

  /**
   * Shows every frame of a part of a video, from {@code startSeconds} (included) to {@code
   * endSeconds} (excluded); what lies elsewhere is not decoded where the file allows that.
   *
   * @param endSeconds may be infinite, for the end of the video
   * @return warnings, as {@link #forEachFrame(Path, int, VideoLimits, FrameVisitor)}
   * @throws PeriodException as {@link #read(Path, int, int, double, double, VideoLimits)}
   */
  public static List<String> forEachFrame(
      Path file,
      int longestSide,
      double startSeconds,
      double endSeconds,
      VideoLimits limits,
      FrameVisitor visitor) {
    checkPart(startSeconds, endSeconds);
    checkFile(file);
    Ffmpeg.load();
    try (Deadline deadline = new Deadline(limits.maxDecodeSeconds())) {
      return new FrameStream(file, longestSide, startSeconds, endSeconds, limits, deadline)
          .run(visitor);
    }
  }

  /**
   * Shows the frames of a part of a video, no more than so many a second, scaled as {@link #read}
   * does, in constant memory. What is allowed for decoding grows with the video: {@link
   * VideoLimits#maxDecodeSeconds} for each {@link VideoLimits#longVideoSeconds} of it, without what
   * the visitor takes. Times are shown as the file has them, also where recordings were joined and
   * its clock jumps; a gap beyond {@link #LONGEST_GAP} is such a jump, and grants no time.
   *
   * @param endSeconds may be infinite, for the end of the video
   * @return how long the part is, and warnings
   * @throws PeriodException as {@link #read(Path, int, int, double, double, VideoLimits)}
   */
  public static StreamedVideo stream(
      Path file,
      int width,
      int height,
      double startSeconds,
      double endSeconds,
      double framesPerSecond,
      VideoLimits limits,
      FrameVisitor visitor) {
    check(file, width, height, startSeconds, endSeconds);
    Ffmpeg.load();
    try (Deadline deadline = new Deadline(limits.maxDecodeSeconds())) {
      return new StreamJob(
              file, width, height, startSeconds, endSeconds, framesPerSecond, limits, deadline)
          .run(visitor);
    }
  }

  /**
   * The size at which a video is meant to be shown.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public record Size(int width, int height) {}

  /**
   * The size at which the first frame is shown, turned upright and with square pixels.
   *
   * @throws PeriodException of kind INPUT if there is no such file or no frame of it can be decoded
   */
  public static Size displaySize(Path file, VideoLimits limits) {
    checkFile(file);
    Ffmpeg.load();
    try (Deadline deadline = new Deadline(limits.maxDecodeSeconds());
        MediaSource source = new MediaSource(file, limits, deadline)) {
      AVFrame frame = source.next();
      if (frame == null) {
        throw new Trouble(file, limits).noFrame(source);
      }
      // Square pixels of the height as stored, so that nothing is lost in either direction.
      int width = (int) Math.max(1, Math.round(frame.width() * source.pixelAspect(frame)));
      int height = Math.max(1, frame.height());
      return Orientation.of(frame).transpose() ? new Size(height, width) : new Size(width, height);
    }
  }

  /**
   * What a file says about its video; nothing of it is decoded.
   *
   * @throws PeriodException of kind INPUT if there is no such file or no video in it that could be
   *     decoded
   */
  public static VideoInfo info(Path file, VideoLimits limits) {
    checkFile(file);
    Ffmpeg.load();
    try (Deadline deadline = new Deadline(limits.maxDecodeSeconds());
        MediaSource source = new MediaSource(file, limits, deadline)) {
      return new VideoInfo(1 / source.frameSeconds(), source.durationSeconds());
    }
  }

  /** What can be said without opening the file. */
  static void check(Path file, int width, int height, double startSeconds, double endSeconds) {
    if (width < 1 || height < 1 || 6L * width * height > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException("cannot make frames of " + width + "x" + height);
    }
    checkPart(startSeconds, endSeconds);
    checkFile(file);
  }

  private static void checkPart(double startSeconds, double endSeconds) {
    if (!(startSeconds >= 0 && endSeconds > startSeconds)) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          "The end (%s s) must be after the start (%s s), and the start not below 0."
              .formatted(endSeconds, startSeconds));
    }
  }

  private static void checkFile(Path file) {
    String problem;
    try {
      if (!Files.exists(file)) {
        problem = "There is no file " + file + "; please check the path";
      } else if (Files.isDirectory(file)) {
        problem = file + " is a folder; please give a video file";
      } else if (!Files.isRegularFile(file)) {
        problem = file + " is not a regular file; please give a video file";
      } else if (!Files.isReadable(file)) {
        problem = file + " may not be read; please check its permissions";
      } else if (Files.size(file) == 0) {
        problem = file + " is empty; please give a video file";
      } else {
        return;
      }
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " cannot be read: " + e.getMessage(), e);
    }
    throw new PeriodException(PeriodException.Kind.INPUT, problem + ".");
  }
}
