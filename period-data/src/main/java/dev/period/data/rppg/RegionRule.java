package dev.period.data.rppg;

/**
 * Which part of the picture is averaged.
 *
 * <p>The field crops the largest face that OpenCV's frontal Haar cascade finds in the first frame.
 * OpenCV and its cascade would add 31 MB to a program that needs them for nothing else, so skin is
 * found by its colour instead. Reports name the rule, since figures with another region are not
 * comparable to the last digit.
 */
public enum RegionRule {
  /**
   * The largest patch of skin colour in the first frame, without its border; the whole picture
   * where there is none. See {@link SkinRegion}.
   */
  SKIN("skin") {
    @Override
    Region find(byte[] rgb, int width, int height) {
      return SkinRegion.find(rgb, width, height);
    }
  },
  /** The whole picture: for clips that are cut to the skin already. */
  WHOLE("whole") {
    @Override
    Region find(byte[] rgb, int width, int height) {
      return Region.whole(width, height);
    }
  };

  private final String key;

  RegionRule(String key) {
    this.key = key;
  }

  /** The name on the command line and in report.json. */
  public String key() {
    return key;
  }

  /** The region in the first frame [height, width, 3]. */
  abstract Region find(byte[] rgb, int width, int height);
}
