package dev.period.core.image;

/**
 * Resizing as Pillow's {@code Image.resize}, byte for byte: CLIP was trained on images that went
 * through it, with its antialiasing and its rounding between the two passes.
 */
final class PillowResize {
  private PillowResize() {}

  /**
   * A window of a resized image; what lies outside the window is not computed.
   *
   * @param fullWidth width of the whole resized image
   * @param fullHeight its height
   * @param left first column of the window
   * @param top first row of the window
   * @param width of the window
   * @param height of the window
   */
  static RgbImage window(
      RgbImage image,
      Resampling filter,
      long fullWidth,
      long fullHeight,
      long left,
      long top,
      int width,
      int height) {
    AxisFilter columns = AxisFilter.of(filter, image.width(), fullWidth, left, width);
    AxisFilter rows = AxisFilter.of(filter, image.height(), fullHeight, top, height);
    int firstRow = rows.first(0);
    byte[] narrow = new byte[Math.multiplyExact(3 * width, rows.end() - firstRow)];
    int to = 0;
    for (int y = firstRow; y < rows.end(); y++) {
      int line = 3 * y * image.width();
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          narrow[to++] = columns.sample(x, image.rgb(), line + c, 3);
        }
      }
    }
    byte[] result = new byte[Math.multiplyExact(3 * width, height)];
    to = 0;
    for (int y = 0; y < height; y++) {
      for (int column = 0; column < 3 * width; column++) {
        result[to++] = rows.sample(y, narrow, column - firstRow * 3 * width, 3 * width);
      }
    }
    return new RgbImage(result, width, height);
  }
}
