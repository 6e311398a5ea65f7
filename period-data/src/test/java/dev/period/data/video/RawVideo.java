package dev.period.data.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Uncompressed videos (YUV4MPEG2), for what the encoders at hand do not write: more than eight bits
 * a colour, odd sizes, other samplings of colour.
 */
final class RawVideo {
  private RawVideo() {}

  /**
   * Writes a video whose frame {@code i} has the luma {@link TestVideos#brightness}, without
   * colour; its left top quarter is white.
   *
   * @param sampling of colour: 420, 422, 444 or mono
   * @param bits per value, from 8 to 16
   */
  static Path write(
      Path file, int width, int height, String sampling, int bits, int frames, int perSecond)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String suffix = bits == 8 ? "" : sampling.equals("mono") ? "" + bits : "p" + bits;
    out.write(
        "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C%s%s\n"
            .formatted(width, height, perSecond, sampling, suffix)
            .getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < frames; i++) {
      out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean white = y < height / 2 && x < width / 2;
          value(out, white ? 235 : TestVideos.brightness(i), bits);
        }
      }
      int chroma =
          switch (sampling) {
            case "mono" -> 0;
            case "444" -> width * height;
            case "422" -> (width + 1) / 2 * height;
            default -> (width + 1) / 2 * ((height + 1) / 2);
          };
      for (int c = 0; c < 2 * chroma; c++) {
        value(out, 128, bits);
      }
    }
    return Files.write(file, out.toByteArray());
  }

  private static void value(ByteArrayOutputStream out, int eightBits, int bits) {
    int value = eightBits << (bits - 8);
    out.write(value & 0xFF);
    if (bits > 8) {
      out.write(value >> 8);
    }
  }
}
