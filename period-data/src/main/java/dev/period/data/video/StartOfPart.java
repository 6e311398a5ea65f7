package dev.period.data.video;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Where reading a part of a file frame by frame begins: by a jump to its start, or from the
 * beginning of the file where a jump goes too far.
 */
record StartOfPart(Path file, double seconds, VideoLimits limits, Deadline deadline) {
  /** What is to be done to a source before its first frame is decoded. */
  interface Preparation {
    void prepare(MediaSource source);
  }

  /** Reads on from a frame at or before the start. */
  interface Reader<T> {
    T read(MediaSource source, AVFrame first);
  }

  /**
   * Opens the file and lets {@code reader} read; the source is closed behind it.
   *
   * @throws dev.period.core.PeriodException of kind INPUT if no frame can be decoded
   */
  <T> T read(Preparation preparation, Reader<T> reader) {
    if (seconds > 0) {
      try (MediaSource source = open(preparation)) {
        source.seek(seconds);
        AVFrame first = source.next();
        if (first == null ? source.timedOut() : !liesBehind(source, first)) {
          return read(source, first, reader);
        }
      }
    }
    try (MediaSource source = open(preparation)) {
      return read(source, source.next(), reader);
    }
  }

  private MediaSource open(Preparation preparation) {
    MediaSource source = new MediaSource(file, limits, deadline);
    preparation.prepare(source);
    return source;
  }

  private boolean liesBehind(MediaSource source, AVFrame first) {
    return source.seconds(first) > seconds + source.frameSeconds();
  }

  private <T> T read(MediaSource source, @Nullable AVFrame first, Reader<T> reader) {
    if (first == null) {
      throw new Trouble(file, limits).noFrame(source);
    }
    return reader.read(source, first);
  }
}
