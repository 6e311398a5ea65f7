package dev.period.data.rotnist;

import dev.period.data.Seeds;
import java.util.SplittableRandom;

/**
 * Digits of our own drawing, each with a hand of its own: strokes through jittered points, with
 * another slant, size, thickness and place every time. No font is needed.
 */
public final class DrawnDigits implements DigitImages {
  /** Stands for the gap between two strokes. */
  private static final double[] LIFT = {};

  /** Points of each digit in a box of width 1 and height 1, from the top left corner. */
  private static final double[][][] STROKES = {
    {{0.5, 0}, {0.15, 0.2}, {0.1, 0.6}, {0.5, 1}, {0.88, 0.6}, {0.85, 0.2}, {0.5, 0}},
    {{0.3, 0.2}, {0.55, 0}, {0.53, 0.5}, {0.5, 1}},
    {{0.12, 0.22}, {0.45, 0}, {0.85, 0.22}, {0.6, 0.58}, {0.1, 0.98}, {0.5, 0.97}, {0.92, 0.98}},
    {{0.15, 0.1}, {0.6, 0}, {0.8, 0.22}, {0.4, 0.46}, {0.85, 0.7}, {0.55, 1}, {0.12, 0.9}},
    {
      {0.62, 0},
      {0.35, 0.35},
      {0.08, 0.65},
      {0.5, 0.66},
      {0.95, 0.65},
      LIFT,
      {0.68, 0.35},
      {0.66, 0.7},
      {0.65, 1}
    },
    {
      {0.85, 0.02},
      {0.5, 0.02},
      {0.22, 0.04},
      {0.18, 0.42},
      {0.6, 0.4},
      {0.86, 0.7},
      {0.5, 1},
      {0.1, 0.9}
    },
    {{0.75, 0.02}, {0.35, 0.25}, {0.12, 0.68}, {0.45, 1}, {0.85, 0.78}, {0.6, 0.5}, {0.16, 0.68}},
    {{0.1, 0.04}, {0.5, 0.02}, {0.88, 0.03}, {0.6, 0.45}, {0.4, 1}},
    {
      {0.5, 0.47},
      {0.18, 0.22},
      {0.5, 0},
      {0.82, 0.22},
      {0.5, 0.47},
      {0.12, 0.76},
      {0.5, 1},
      {0.88, 0.76},
      {0.5, 0.47}
    },
    {{0.85, 0.3}, {0.5, 0.52}, {0.16, 0.28}, {0.5, 0}, {0.84, 0.28}, {0.8, 0.65}, {0.62, 1}},
  };

  /** Straight pieces between two points of a stroke. */
  private static final int PIECES = 6;

  private final long seed;

  /** Digits whose shapes are decided by {@code seed}. */
  public DrawnDigits(long seed) {
    this.seed = seed;
  }

  @Override
  public byte[] image(long index) {
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, 0, index));
    double[][] points = STROKES[rng.nextInt(STROKES.length)];
    double width = 20 * (0.55 + 0.25 * rng.nextDouble());
    double height = 20 * (0.85 + 0.2 * rng.nextDouble());
    double slant = 0.5 * (rng.nextDouble() - 0.5);
    double left = SIZE / 2.0 + 2 * (rng.nextDouble() - 0.5);
    double top = SIZE / 2.0 + 2 * (rng.nextDouble() - 0.5);
    double radius = 0.9 + 0.8 * rng.nextDouble();
    double[][] placed = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      if (points[i].length == 0) {
        placed[i] = points[i];
        continue;
      }
      double x = (points[i][0] - 0.5 + 0.05 * rng.nextGaussian()) * width;
      double y = (points[i][1] - 0.5 + 0.03 * rng.nextGaussian()) * height;
      placed[i] = new double[] {left + x - slant * y, top + y};
    }
    byte[] image = new byte[SIZE * SIZE];
    for (int i = 0; i + 1 < placed.length; i++) {
      if (placed[i].length > 0 && placed[i + 1].length > 0) {
        curve(image, placed, i, radius);
      }
    }
    return image;
  }

  /** From point {@code i} to the next, by the Catmull–Rom spline through them all. */
  private static void curve(byte[] image, double[][] points, int i, double radius) {
    double[] from = points[i];
    double[] to = points[i + 1];
    double[] before = i > 0 && points[i - 1].length > 0 ? points[i - 1] : from;
    double[] after = i + 2 < points.length && points[i + 2].length > 0 ? points[i + 2] : to;
    double x = from[0];
    double y = from[1];
    for (int piece = 1; piece <= PIECES; piece++) {
      double t = (double) piece / PIECES;
      double nextX = spline(before[0], from[0], to[0], after[0], t);
      double nextY = spline(before[1], from[1], to[1], after[1], t);
      line(image, x, y, nextX, nextY, radius);
      x = nextX;
      y = nextY;
    }
  }

  private static double spline(double a, double b, double c, double d, double t) {
    return 0.5
        * (2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t * t * t);
  }

  /** A straight stroke with round ends and an edge one pixel soft. */
  private static void line(
      byte[] image, double x1, double y1, double x2, double y2, double radius) {
    double lengthSquared = (x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1);
    int reach = (int) Math.ceil(radius) + 1;
    int firstY = Math.max(0, (int) Math.min(y1, y2) - reach);
    int lastY = Math.min(SIZE - 1, (int) Math.max(y1, y2) + reach);
    int firstX = Math.max(0, (int) Math.min(x1, x2) - reach);
    int lastX = Math.min(SIZE - 1, (int) Math.max(x1, x2) + reach);
    for (int y = firstY; y <= lastY; y++) {
      for (int x = firstX; x <= lastX; x++) {
        double dx = x + 0.5 - x1;
        double dy = y + 0.5 - y1;
        double along = lengthSquared == 0 ? 0 : (dx * (x2 - x1) + dy * (y2 - y1)) / lengthSquared;
        double t = Math.min(1, Math.max(0, along));
        double distance = Math.hypot(dx - t * (x2 - x1), dy - t * (y2 - y1));
        double ink = Math.min(1, Math.max(0, radius + 0.5 - distance));
        int pixel = y * SIZE + x;
        image[pixel] = (byte) Math.max(image[pixel] & 0xFF, (int) Math.round(255 * ink));
      }
    }
  }
}
