package dev.period.infer.plot;

/**
 * What the panels draw on, in units of a page of {@link #WIDTH} x {@link #HEIGHT}; y grows
 * downwards, colours are 0xRRGGBB.
 */
interface Canvas {
  int WIDTH = 1400;
  int HEIGHT = 1000;

  /** Which point of a text its position means. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** Fills a rectangle with round corners. */
  void rect(double x, double y, double width, double height, double radius, Ink ink);

  /** A line of {@code thickness}, made of dashes if so wished. */
  void line(double x1, double y1, double x2, double y2, double thickness, boolean dashed, Ink ink);

  /** An open line through the points. */
  void polyline(double[] xs, double[] ys, double thickness, Ink ink);

  /** Fills the area that the points enclose. */
  void polygon(double[] xs, double[] ys, Ink ink);

  /** One line of text on the baseline {@code y}. */
  void text(double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink);

  /** Text that reads upwards, centred on {@code y}. */
  void verticalText(double x, double y, String text, double size, Ink ink);

  /** An image, [imageHeight, imageWidth, 3]; its pixels stay visible unless it is smooth. */
  void image(double x, double y, double width, double height, Bitmap image, boolean smooth);
}
