package dev.period.core.image;

import dev.period.core.FrameSequence;

/** Frames that are in memory, made smaller. */
public final class FrameShrink {
  private FrameShrink() {}

  /**
   * Every frame as a square, by Pillow's antialiased bilinear filter; the aspect is not kept.
   *
   * @param side width and height wanted, in pixels
   */
  public static FrameSequence to(FrameSequence frames, int side) {
    int size = 3 * side * side;
    byte[] rgb = new byte[Math.multiplyExact(size, frames.frames())];
    for (int i = 0; i < frames.frames(); i++) {
      RgbImage small =
          PillowResize.window(
              RgbImage.frame(frames, i), Resampling.BILINEAR, side, side, 0, 0, side, side);
      System.arraycopy(small.rgb(), 0, rgb, i * size, size);
    }
    return new FrameSequence(rgb, side, side, frames.timesSeconds(), frames.durationSeconds());
  }
}
