package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.data.video.VideoWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** A bright square that goes round a circle, ten frames a second. */
final class TestVideo {
  private TestVideo() {}

  static FrameSequence frames(int width, int height, int frames, double roundsPerSecond) {
    byte[] rgb = new byte[3 * width * height * frames];
    double[] times = new double[frames];
    int side = height / 4;
    for (int t = 0; t < frames; t++) {
      times[t] = t / 10.0;
      double phase = 2 * Math.PI * roundsPerSecond * times[t];
      int left = (int) Math.rint((width - side) * (0.5 + 0.4 * Math.cos(phase)));
      int top = (int) Math.rint((height - side) * (0.5 + 0.4 * Math.sin(phase)));
      for (int y = top; y < top + side; y++) {
        int row = 3 * ((t * height + y) * width + left);
        Arrays.fill(rgb, row, row + 3 * side, (byte) 220);
      }
    }
    return new FrameSequence(rgb, width, height, times, frames / 10.0);
  }

  static Path write(Path file, int frames, double roundsPerSecond) {
    VideoWriter.write(file, frames(96, 64, frames, roundsPerSecond));
    return file;
  }
}
