package dev.period.data.rppg;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A video of skin together with what a sensor measured. Nothing is read before it is asked for, so
 * that one broken recording spoils only itself.
 *
 * @param id unique in its data set: what reports show
 * @param subject who is seen; recordings of one person share it
 * @param file the video, where it is one file whose own times are right; null where it is not
 * @param video reads the colours
 * @param sensor reads the measurement
 */
public record PulseRecording(
    String id, String subject, @Nullable Path file, Video video, Sensor sensor) {
  /** A recording in one video file. */
  static PulseRecording of(String id, String subject, Path file, Sensor sensor) {
    return new PulseRecording(id, subject, file, rule -> VideoTrace.read(file, rule), sensor);
  }

  /** The pictures of a recording. */
  @FunctionalInterface
  public interface Video {
    /**
     * Decodes the video.
     *
     * @throws dev.period.core.PeriodException of kind INPUT where it is missing or broken
     */
    VideoTrace read(RegionRule rule);
  }

  /** The measurement of a recording. */
  @FunctionalInterface
  public interface Sensor {
    /**
     * Reads the measurement.
     *
     * @throws dev.period.core.PeriodException of kind INPUT where it is missing or broken
     */
    PulseReference read();
  }
}
