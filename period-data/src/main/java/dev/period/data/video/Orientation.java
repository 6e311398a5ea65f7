package dev.period.data.video;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/**
 * How stored pixels are turned to be upright.
 *
 * @param transpose rows become columns
 * @param flipX then left and right are swapped
 * @param flipY then top and bottom are swapped
 */
record Orientation(boolean transpose, boolean flipX, boolean flipY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** The orientation that the frame's display matrix asks for, to the nearest quarter turn. */
  static Orientation of(AVFrame frame) {
    AVFrameSideData data = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    if (data == null || data.size() < 9 * Integer.BYTES) {
      return UPRIGHT;
    }
    // The matrix (a b; c d) maps x' = ax + cy and y' = bx + dy, in the order a, b, u, c, d, v, ...
    IntPointer m = new IntPointer(data.data());
    long a = m.get(0);
    long b = m.get(1);
    long c = m.get(3);
    long d = m.get(4);
    return Math.abs(b) > Math.abs(a)
        ? new Orientation(true, c < 0, b < 0)
        : new Orientation(false, a < 0, d < 0);
  }

  /**
   * Turns one frame.
   *
   * @param from RGB as stored, [h, w, 3], where w and h are swapped if {@link #transpose}
   * @param to RGB upright, [height, width, 3], written from {@code offset} on
   */
  void apply(byte[] from, byte[] to, int offset, int width, int height) {
    int stepX = transpose ? 3 * height : 3;
    int stepY = transpose ? 3 : 3 * width;
    int first = (flipX ? (width - 1) * stepX : 0) + (flipY ? (height - 1) * stepY : 0);
    int target = offset;
    for (int y = 0; y < height; y++) {
      int source = first + (flipY ? -y : y) * stepY;
      for (int x = 0; x < width; x++, target += 3, source += flipX ? -stepX : stepX) {
        to[target] = from[source];
        to[target + 1] = from[source + 1];
        to[target + 2] = from[source + 2];
      }
    }
  }
}
