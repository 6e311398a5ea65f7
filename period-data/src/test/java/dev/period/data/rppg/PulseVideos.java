package dev.period.data.rppg;

import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Small videos of a face-coloured patch that pulses before a grey wall. */
public final class PulseVideos {
  public static final int WIDTH = 64;
  public static final int HEIGHT = 48;
  private static final double[] SKIN = {180, 130, 105};
  private static final double[] PULSE = {1, 3, 1.5};

  private PulseVideos() {}

  /** Writes {@code seconds} of video with the given heart rate. */
  public static Path write(Path file, double bpm, double seconds, double rate) throws IOException {
    Files.createDirectories(file.getParent());
    VideoWriter.Settings settings =
        new VideoWriter.Settings(WIDTH, HEIGHT, VideoWriter.Codec.MPEG4, 4_000_000, 30);
    VideoWriter.write(
        file,
        settings,
        (int) Math.round(seconds * rate),
        (index, rgb) -> {
          draw(rgb, index, bpm, rate);
          return index / rate;
        });
    return file;
  }

  /** The patch covers x in [16, 48) and y in [8, 40). */
  private static void draw(byte[] rgb, int index, double bpm, double rate) {
    double pulse = Math.sin(2 * Math.PI * bpm / 60 * index / rate);
    SplittableRandom noise = new SplittableRandom(index);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean skin = x >= 16 && x < 48 && y >= 8 && y < 40;
        for (int c = 0; c < 3; c++) {
          double level = skin ? SKIN[c] + PULSE[c] * pulse : 110;
          rgb[3 * (y * WIDTH + x) + c] = (byte) Math.round(level + noise.nextDouble(-2, 2));
        }
      }
    }
  }
}
