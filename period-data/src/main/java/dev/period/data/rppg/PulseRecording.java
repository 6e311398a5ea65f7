package dev.period.data.rppg;

/**
 * A video of skin together with what a sensor measured. Nothing is read before it is asked for, so
 * that one broken recording spoils only itself.
 *
 * @param id unique in its data set: what reports show
 * @param subject who is seen; recordings of one person share it
 * @param video reads the colours
 * @param sensor reads the measurement
 */
public record PulseRecording(String id, String subject, Video video, Sensor sensor) {
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
