package dev.period.data.video;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.List;

/** What is said about a video of which nothing, or not everything, could be read. */
record Trouble(Path file, VideoLimits limits) {
  /** Why no frame came out of a source. */
  PeriodException noFrame(MediaSource source) {
    if (Thread.currentThread().isInterrupted()) {
      return interrupted();
    }
    return source.timedOut()
        ? input(
            "gave no frame within %.0f s; please convert it to H.264"
                .formatted(limits.maxDecodeSeconds()))
        : input("has no frame that can be decoded; it is damaged, cut off or too large");
  }

  /**
   * Why no frame of a part came out of a source.
   *
   * @param last when the last frame decoded before the end of the part is shown; NaN for none
   * @param reachedEnd whether a frame at the end of the part, or behind it, was decoded
   */
  PeriodException noFrame(
      MediaSource source, double start, double end, double last, boolean reachedEnd) {
    // cut short, or a frame from the start on was there but could not be used
    if (Thread.currentThread().isInterrupted() || source.timedOut() || last >= start) {
      return noFrame(source);
    }
    if (reachedEnd) {
      return input("has no frame between %.2f s and %.2f s".formatted(start, end));
    }
    return Double.isNaN(last) ? noFrame(source) : startsBeyond(start, last + source.frameSeconds());
  }

  /** A part begins at or after {@code videoEnd}. */
  PeriodException startsBeyond(double start, double videoEnd) {
    return input(
        "ends at %.2f s, not after the start asked for (%.2f s)".formatted(videoEnd, start));
  }

  /**
   * What to know about the frames that were read.
   *
   * @param damaged whether some are missing or broken
   * @param frames how many are used
   * @param seconds up to where, in the time of the file
   * @throws PeriodException of kind INPUT if the thread was interrupted
   */
  List<String> warnings(MediaSource source, boolean damaged, int frames, double seconds) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (source.timedOut()) {
      return List.of(
          "%s: only the part up to %.1f s is used, since decoding took longer than %.0f s"
              .formatted(file, seconds, limits.maxDecodeSeconds()));
    }
    return damaged
        ? List.of(
            "%s is cut off or damaged: %d frames up to %.1f s are used"
                .formatted(file, frames, seconds))
        : List.of();
  }

  private PeriodException interrupted() {
    return input("was not read to the end: the thread was interrupted");
  }

  private PeriodException input(String problem) {
    return new PeriodException(PeriodException.Kind.INPUT, file + " " + problem + ".");
  }
}
