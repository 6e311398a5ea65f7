package dev.period.core.image;

import dev.period.core.FrameSequence;
import java.util.Arrays;

/**
 * An image in 8-bit RGB.
 *
 * @param rgb interleaved, shape [height, width, 3] row-major
 * @param width in pixels
 * @param height in pixels
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(byte[] rgb, int width, int height) {

  /** Checks that the bytes agree with the size. */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes of RGB for an image of " + width + "x" + height);
    }
  }

  /** A copy of one frame. */
  public static RgbImage frame(FrameSequence frames, int index) {
    int size = 3 * frames.width() * frames.height();
    return new RgbImage(
        Arrays.copyOfRange(frames.rgb(), index * size, (index + 1) * size),
        frames.width(),
        frames.height());
  }

  /** The image as a sequence of one frame. */
  public FrameSequence asFrame() {
    return new FrameSequence(rgb, width, height, new double[1], 0);
  }
}
