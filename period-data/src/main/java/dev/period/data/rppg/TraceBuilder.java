package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.dsp.LinearInterpolation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the mean colours of frames; the first frame decides the region. */
final class TraceBuilder {
  /** Frames whose distances vary by more than this part of their mean are put at equal ones. */
  private static final double JITTER = 0.25;

  private final Path source;
  private final RegionRule rule;
  private double[][] rgb = new double[3][512];
  private double[] times = new double[512];
  private int frames;
  private int pixels;
  private @Nullable Region region;

  TraceBuilder(Path source, RegionRule rule) {
    this.source = source;
    this.rule = rule;
  }

  /** One more frame [height, width, 3], of the size of the first. */
  void frame(byte[] bytes, int width, int height, double seconds) {
    if (region == null) {
      region = rule.find(bytes, width, height);
      pixels = width * height;
    } else if (width * height != pixels) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, source + " has frames of different sizes.");
    }
    if (frames == times.length) {
      times = Arrays.copyOf(times, 2 * frames);
      for (int c = 0; c < 3; c++) {
        rgb[c] = Arrays.copyOf(rgb[c], 2 * frames);
      }
    }
    double[] mean = region.mean(bytes);
    for (int c = 0; c < 3; c++) {
      rgb[c][frames] = mean[c];
    }
    times[frames++] = seconds;
  }

  int frames() {
    return frames;
  }

  /** The trace at the times that the frames came with. */
  VideoTrace build(List<String> warnings) {
    return build(Arrays.copyOf(times, frames), warnings);
  }

  /**
   * The trace at other times.
   *
   * @param seconds one per frame, growing
   */
  VideoTrace build(double[] seconds, List<String> warnings) {
    if (frames < 2 || !(seconds[frames - 1] > seconds[0])) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, source + " has a single frame, which has no pulse.");
    }
    double step = (seconds[frames - 1] - seconds[0]) / (frames - 1);
    double[][] channels = new double[3][];
    for (int c = 0; c < 3; c++) {
      channels[c] = Arrays.copyOf(rgb[c], frames);
      if (irregular(seconds, step)) {
        channels[c] = LinearInterpolation.at(seconds, channels[c], regular(seconds[0], step));
      }
    }
    Region averaged = Objects.requireNonNull(region);
    return new VideoTrace(
        new ColourTrace(channels, 1 / step),
        averaged.name(),
        (double) averaged.pixels() / pixels,
        warnings);
  }

  private static boolean irregular(double[] seconds, double step) {
    for (int i = 1; i < seconds.length; i++) {
      if (Math.abs(seconds[i] - seconds[i - 1] - step) > JITTER * step) {
        return true;
      }
    }
    return false;
  }

  private double[] regular(double first, double step) {
    double[] seconds = new double[frames];
    Arrays.setAll(seconds, i -> first + i * step);
    return seconds;
  }
}
