package dev.period.data.video;

import java.io.Serializable;

/**
 * Bounds for reading one video of unknown origin.
 *
 * @param maxPixels the largest source frame, in pixels (width x height)
 * @param maxDecodeSeconds wall-clock time after which decoding stops with what is there
 * @param maxKeptFrames frames kept in memory; beyond it every second one is dropped, again and
 *     again
 * @param longVideoSeconds a longer stretch of video is read by its key frames only
 */
public record VideoLimits(
    long maxPixels, double maxDecodeSeconds, int maxKeptFrames, double longVideoSeconds)
    implements Serializable {

  private static final VideoLimits DEFAULTS = new VideoLimits(16384L * 8192, 60, 2048, 180);

  /** Checks that every limit is positive and that at least two frames may be kept. */
  public VideoLimits {
    if (maxPixels < 1 || !(maxDecodeSeconds > 0) || maxKeptFrames < 2 || !(longVideoSeconds > 0)) {
      throw new IllegalArgumentException("limits must be positive, with two frames at the least");
    }
  }

  /** 134 megapixels, one minute of work, 2048 frames, key frames beyond three minutes. */
  public static VideoLimits defaults() {
    return DEFAULTS;
  }

  /** The same limits with another bound on the frames kept. */
  public VideoLimits withMaxKeptFrames(int frames) {
    return new VideoLimits(maxPixels, maxDecodeSeconds, frames, longVideoSeconds);
  }
}
