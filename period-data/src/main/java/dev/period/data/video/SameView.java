package dev.period.data.video;

/**
 * How much of what two frames differ in is left when one of them is shifted, as a camera shifts it
 * that somebody holds: little where nothing moves but the camera.
 *
 * <p>The shift is found by Gauss–Newton steps on blurred grey pictures (Lucas and Kanade, with one
 * displacement for the whole picture), from the last one on. What is left is judged where it is
 * largest, in squares of 6×6 pixels: a small thing that moves before a large calm picture counts.
 */
final class SameView {
  /** Pixels of a square. */
  private static final int CELL = 6;

  /** The furthest shift, in pixels; so much of the border is not compared. */
  private static final int FURTHEST = 6;

  private static final int STEPS = 5;

  /** A shorter step, in pixels, is the last. */
  private static final double CLOSE = 0.02;

  /** A step that leaves more than this share of the difference does not lead to a shift. */
  private static final double WORTH = 0.9;

  /** Width of the blur, in pixels: interpolation between pixels is exact enough then. */
  private static final double BLUR = 1.5;

  private static final int REACH = 4;

  private static final float[] FILTER = filter();

  private final int side;
  private final int border;
  private final float[] reference;
  private float[] last;
  private double right;
  private double down;

  /**
   * The view that others are compared with.
   *
   * @param rgb 8-bit, shape [side, side, 3]
   * @param side width and height, in pixels
   */
  SameView(byte[] rgb, int side) {
    this(blurred(rgb, side), side);
  }

  private SameView(float[] reference, int side) {
    this.side = side;
    this.border = side >= 4 * FURTHEST ? FURTHEST : 0;
    this.reference = reference;
    this.last = reference;
  }

  /** The view that was compared last, for others to be compared with. */
  SameView last() {
    return new SameView(last, side);
  }

  /**
   * The difference that no shift explains, in grey levels: the root mean square in the square where
   * it is largest.
   *
   * @param rgb 8-bit, shape [side, side, 3]
   * @param enough if what is left is no more than this, no better shift is looked for
   */
  double unexplained(byte[] rgb, double enough) {
    last = blurred(rgb, side);
    float[] difference = new float[side * side];
    double worst = difference(last, difference);
    boolean improves = border > 0;
    for (int step = 0; improves && worst > enough && step < STEPS; step++) {
      double before = worst;
      improves = shift(last, difference);
      worst = difference(last, difference);
      improves &= worst < WORTH * before;
    }
    return worst;
  }

  /** One Gauss–Newton step; false where it is too short to matter. */
  private boolean shift(float[] frame, float[] difference) {
    double xx = 1e-3;
    double xy = 0;
    double yy = 1e-3;
    double ex = 0;
    double ey = 0;
    for (int y = border; y < side - border; y++) {
      for (int x = border; x < side - border; x++) {
        int at = y * side + x;
        double dx = (frame[at + 1] - frame[at - 1]) / 2;
        double dy = (frame[at + side] - frame[at - side]) / 2;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
        ex -= dx * difference[at];
        ey -= dy * difference[at];
      }
    }
    double determinant = xx * yy - xy * xy;
    double stepRight = Math.max(-1, Math.min(1, (yy * ex - xy * ey) / determinant));
    double stepDown = Math.max(-1, Math.min(1, (xx * ey - xy * ex) / determinant));
    right = Math.max(-FURTHEST, Math.min(FURTHEST, right + stepRight));
    down = Math.max(-FURTHEST, Math.min(FURTHEST, down + stepDown));
    return Math.hypot(stepRight, stepDown) >= CLOSE;
  }

  /** Frame less shifted reference, and its largest root mean square in a square. */
  private double difference(float[] frame, float[] difference) {
    int wholeRight = (int) Math.floor(-right);
    int wholeDown = (int) Math.floor(-down);
    float u = (float) (-right - wholeRight);
    float v = (float) (-down - wholeDown);
    int cells = Math.max(1, (side - 2 * border) / CELL);
    double[] squares = new double[cells * cells];
    int[] pixels = new int[squares.length];
    for (int y = border; y < side - border; y++) {
      int above = inside(y + wholeDown) * side;
      int below = inside(y + wholeDown + 1) * side;
      int row = Math.min(cells - 1, (y - border) / CELL);
      for (int x = border; x < side - border; x++) {
        int before = inside(x + wholeRight);
        int behind = inside(x + wholeRight + 1);
        float top = (1 - u) * reference[above + before] + u * reference[above + behind];
        float bottom = (1 - u) * reference[below + before] + u * reference[below + behind];
        float error = frame[y * side + x] - (1 - v) * top - v * bottom;
        difference[y * side + x] = error;
        int cell = row * cells + Math.min(cells - 1, (x - border) / CELL);
        squares[cell] += error * error;
        pixels[cell]++;
      }
    }
    double worst = 0;
    for (int i = 0; i < squares.length; i++) {
      worst = Math.max(worst, squares[i] / pixels[i]);
    }
    return Math.sqrt(worst);
  }

  private int inside(int at) {
    return Math.max(0, Math.min(side - 1, at));
  }

  private static float[] filter() {
    float[] filter = new float[2 * REACH + 1];
    float sum = 0;
    for (int i = 0; i < filter.length; i++) {
      double away = (i - REACH) / BLUR;
      filter[i] = (float) Math.exp(-away * away / 2);
      sum += filter[i];
    }
    for (int i = 0; i < filter.length; i++) {
      filter[i] /= sum;
    }
    return filter;
  }

  private static float[] blurred(byte[] rgb, int side) {
    float[] grey = new float[side * side];
    for (int i = 0; i < grey.length; i++) {
      int at = 3 * i;
      grey[i] = ((rgb[at] & 0xFF) + (rgb[at + 1] & 0xFF) + (rgb[at + 2] & 0xFF)) / 3f;
    }
    return blurredAcross(blurredAcross(grey, side), side);
  }

  /** Blurs rows and turns them into columns. */
  private static float[] blurredAcross(float[] picture, int side) {
    float[] blurred = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        float sum = 0;
        for (int i = -REACH; i <= REACH; i++) {
          int at = Math.max(0, Math.min(side - 1, x + i));
          sum += FILTER[i + REACH] * picture[y * side + at];
        }
        blurred[x * side + y] = sum;
      }
    }
    return blurred;
  }
}
