package dev.period.core;

/**
 * Frames of a video in time order, all of one size.
 *
 * @param rgb interleaved 8-bit RGB, shape [frames, height, width, 3] row-major
 * @param width in pixels
 * @param height in pixels
 * @param timesSeconds presentation time of each frame; its length is the number of frames
 * @param durationSeconds of the whole video (or of the part that was asked for)
 */
@SuppressWarnings("ArrayRecordComponent")
public record FrameSequence(
    byte[] rgb, int width, int height, double[] timesSeconds, double durationSeconds) {

  /** Checks that the arrays agree with the sizes. */
  public FrameSequence {
    long expected = 3L * width * height * timesSeconds.length;
    if (rgb.length != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " bytes of RGB but found " + rgb.length);
    }
  }

  /** The number of frames. */
  public int frames() {
    return timesSeconds.length;
  }

  /** The frames at {@code indices}, in that order (an index may repeat). */
  public FrameSequence select(int[] indices) {
    int frameBytes = 3 * width * height;
    byte[] picked = new byte[frameBytes * indices.length];
    double[] times = new double[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rgb, indices[i] * frameBytes, picked, i * frameBytes, frameBytes);
      times[i] = timesSeconds[indices[i]];
    }
    return new FrameSequence(picked, width, height, times, durationSeconds);
  }
}
