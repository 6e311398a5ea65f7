package dev.period.data.rppg;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The colour trace of a video in a MATLAB array [frames, height, width, 3], as MMPD has it. The
 * array lies in memory order with time first, so that a frame is spread over all of it: one pass
 * picks the first frame, which decides the region, another sums up the region's pixels, in memory
 * that grows with the frames alone.
 */
final class MatTrace {
  private static final int MAX_FRAMES = 1 << 20;

  private MatTrace() {}

  static VideoTrace read(Path file, String name, double framesPerSecond, RegionRule rule) {
    MatFile mat = new MatFile(file);
    FirstFrame first = mat.read(name, array -> firstFrame(file, name, array));
    Region region = rule.find(first.rgb(), first.width(), first.height());
    boolean[] inside = new boolean[first.width() * first.height()];
    for (int s = 0; s < region.spans().length; s += 2) {
      Arrays.fill(inside, region.spans()[s], region.spans()[s + 1], true);
    }
    double[][] means = mat.read(name, array -> means(array, inside, region.pixels()));
    return new VideoTrace(
        new ColourTrace(means, framesPerSecond),
        region.name(),
        (double) region.pixels() / inside.length,
        List.of());
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record FirstFrame(byte[] rgb, int width, int height) {}

  private static FirstFrame firstFrame(Path file, String name, MatArray array) throws IOException {
    int[] shape = array.shape();
    boolean video =
        shape.length == 4
            && shape[0] >= 2
            && shape[0] <= MAX_FRAMES
            && (long) shape[1] * shape[2] > 0
            && 3L * shape[1] * shape[2] <= VideoTrace.LIMITS.maxPixels()
            && shape[3] == 3;
    if (!video) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%s holds '%s' of shape %s, but a video is [frames, height, width, 3]."
              .formatted(file, name, Arrays.toString(shape)));
    }
    int height = shape[1];
    int width = shape[2];
    byte[] rgb = new byte[3 * height * width];
    double[] value = new double[1];
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
          array.next(value);
          rgb[3 * (y * width + x) + c] = (byte) level(value[0], array.isBytes());
          array.skip(shape[0] - 1L);
        }
      }
    }
    return new FirstFrame(rgb, width, height);
  }

  private static double[][] means(MatArray array, boolean[] inside, int pixels) throws IOException {
    int[] shape = array.shape();
    int width = shape[2];
    double[][] means = new double[3][shape[0]];
    double[] pixel = new double[shape[0]];
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < shape[1]; y++) {
          if (inside[y * width + x]) {
            array.next(pixel);
            for (int t = 0; t < pixel.length; t++) {
              means[c][t] += (double) level(pixel[t], array.isBytes()) / pixels;
            }
          } else {
            array.skip(pixel.length);
          }
        }
      }
    }
    return means;
  }

  /** In 0 to 255, rounded as rPPG-Toolbox does before it averages. */
  private static int level(double value, boolean isByte) {
    double level = Math.rint(isByte ? value : 255 * value);
    return (int) Math.min(Math.max(level, 0), 255);
  }
}
