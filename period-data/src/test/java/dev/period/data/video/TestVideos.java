package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.nio.file.Path;
import java.util.Arrays;

/** Small videos with known content, made when a test needs them. */
final class TestVideos {
  private TestVideos() {}

  /** Frame {@code i} is grey of brightness {@link #brightness}, its left top quarter white. */
  static Path grey(Path file, int size, int frames, double framesPerSecond) {
    return grey(file, VideoWriter.Codec.H264, size, size, frames, framesPerSecond);
  }

  static Path grey(
      Path file, VideoWriter.Codec codec, int width, int height, int frames, double perSecond) {
    VideoWriter.Settings settings = new VideoWriter.Settings(width, height, codec, 500_000, 10);
    VideoWriter.write(
        file,
        settings,
        frames,
        (index, rgb) -> {
          paint(rgb, width, height, index);
          return index / perSecond;
        });
    return file;
  }

  static void paint(byte[] rgb, int width, int height, int index) {
    Arrays.fill(rgb, (byte) brightness(index));
    for (int y = 0; y < height / 2; y++) {
      int row = 3 * y * width;
      Arrays.fill(rgb, row, row + 3 * (width / 2), (byte) 255);
    }
  }

  static int brightness(int index) {
    return 20 + 8 * (index % 20);
  }

  /** A whole video within the usual limits; nobody is told about warnings. */
  static FrameSequence read(Path file, int width, int height) {
    return VideoReader.read(
            file, width, height, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults())
        .frames();
  }

  /** The green value of the pixel at x, y of a frame. */
  static int green(FrameSequence video, int frame, int x, int y) {
    int pixel = (frame * video.height() + y) * video.width() + x;
    return video.rgb()[3 * pixel + 1] & 0xff;
  }
}
