package dev.period.data.rppg;

/**
 * The mean colour of a region in each frame of a video, at equal distances in time.
 *
 * @param rgb red, green and blue, shape [3, frames], in 0 to 255
 * @param framesPerSecond above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record ColourTrace(double[][] rgb, double framesPerSecond) {

  /** Checks that the three channels are of one length. */
  public ColourTrace {
    if (rgb.length != 3 || rgb[1].length != rgb[0].length || rgb[2].length != rgb[0].length) {
      throw new IllegalArgumentException("needs three channels of one length");
    }
    if (!(framesPerSecond > 0 && framesPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("not a frame rate: " + framesPerSecond);
    }
  }

  /** The number of frames. */
  public int frames() {
    return rgb[0].length;
  }
}
