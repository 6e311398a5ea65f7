package dev.period.data.synthetic;

import java.util.Arrays;

/**
 * A grey image with anti-aliased shapes, in software and without the start-up cost of AWT.
 *
 * <p>The centre of the pixel in row i and column j is at (j + 0.5, i + 0.5). A shape covers a pixel
 * by its signed distance to the pixel's centre, which is exact for straight edges and close for
 * round ones. Grey levels are 0 to 255 but are not clipped. Not thread-safe.
 */
final class Canvas {
  /** Horizontal strips per row in which a polygon's coverage is measured. */
  private static final int STRIPS = 4;

  final int width;
  final int height;

  /** Grey levels, shape [height, width] row-major. */
  final float[] pixels;

  private final float[] coverage;
  private float[] crossings = new float[16];

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new float[width * height];
    this.coverage = new float[width];
  }

  /** A straight stroke with round ends; the same point twice makes a disc. */
  void capsule(float x0, float y0, float x1, float y1, float radius, float colour) {
    float reach = radius + 1;
    int left = clamp((int) (Math.min(x0, x1) - reach), width);
    int right = clamp((int) (Math.max(x0, x1) + reach) + 1, width);
    int top = clamp((int) (Math.min(y0, y1) - reach), height);
    int bottom = clamp((int) (Math.max(y0, y1) + reach) + 1, height);
    float dx = x1 - x0;
    float dy = y1 - y0;
    float squared = dx * dx + dy * dy;
    float inverse = squared > 0 ? 1 / squared : 0;
    float outside = radius + 0.5f;
    float inside = Math.max(0, radius - 0.5f);
    for (int i = top; i < bottom; i++) {
      float py = i + 0.5f - y0;
      for (int j = left; j < right; j++) {
        float px = j + 0.5f - x0;
        float along = Math.min(1, Math.max(0, (px * dx + py * dy) * inverse));
        float ex = px - along * dx;
        float ey = py - along * dy;
        float distance = ex * ex + ey * ey;
        if (distance < outside * outside) {
          float covered =
              distance <= inside * inside ? 1 : Math.min(1, outside - (float) Math.sqrt(distance));
          blend(i * width + j, colour, covered);
        }
      }
    }
  }

  /** A filled circle. */
  void disc(float x, float y, float radius, float colour) {
    capsule(x, y, x, y, radius, colour);
  }

  /** A filled rectangle turned by {@code angle} radians. */
  void box(float x, float y, float halfWidth, float halfHeight, float angle, float colour) {
    float reach = (float) Math.hypot(halfWidth, halfHeight) + 1;
    float cos = (float) Math.cos(angle);
    float sin = (float) Math.sin(angle);
    int left = clamp((int) (x - reach), width);
    int right = clamp((int) (x + reach) + 1, width);
    int bottom = clamp((int) (y + reach) + 1, height);
    for (int i = clamp((int) (y - reach), height); i < bottom; i++) {
      float py = i + 0.5f - y;
      for (int j = left; j < right; j++) {
        float px = j + 0.5f - x;
        float across = unit(halfWidth + 0.5f - Math.abs(px * cos + py * sin));
        float down = unit(halfHeight + 0.5f - Math.abs(py * cos - px * sin));
        blend(i * width + j, colour, across * down);
      }
    }
  }

  /** A filled ellipse turned by {@code angle} radians. */
  void ellipse(float x, float y, float halfWidth, float halfHeight, float angle, float colour) {
    float reach = Math.max(halfWidth, halfHeight) + 1;
    float cos = (float) Math.cos(angle);
    float sin = (float) Math.sin(angle);
    int left = clamp((int) (x - reach), width);
    int right = clamp((int) (x + reach) + 1, width);
    int bottom = clamp((int) (y + reach) + 1, height);
    for (int i = clamp((int) (y - reach), height); i < bottom; i++) {
      float py = i + 0.5f - y;
      for (int j = left; j < right; j++) {
        float px = j + 0.5f - x;
        float u = px * cos + py * sin;
        float v = py * cos - px * sin;
        blend(i * width + j, colour, ellipseCoverage(u, v, halfWidth, halfHeight));
      }
    }
  }

  /** A filled polygon, even-odd. Its {@code n} corners are in order around it. */
  void polygon(float[] xs, float[] ys, int n, float colour) {
    float minY = ys[0];
    float maxY = ys[0];
    for (int k = 1; k < n; k++) {
      minY = Math.min(minY, ys[k]);
      maxY = Math.max(maxY, ys[k]);
    }
    if (crossings.length < n) {
      crossings = new float[n];
    }
    int bottom = clamp((int) maxY + 1, height);
    for (int i = clamp((int) minY, height); i < bottom; i++) {
      Arrays.fill(coverage, 0);
      for (int strip = 0; strip < STRIPS; strip++) {
        int crossed = crossings(xs, ys, n, i + (strip + 0.5f) / STRIPS);
        for (int k = 0; k + 1 < crossed; k += 2) {
          cover(crossings[k], crossings[k + 1]);
        }
      }
      for (int j = 0; j < width; j++) {
        if (coverage[j] > 0) {
          blend(i * width + j, colour, Math.min(1, coverage[j]));
        }
      }
    }
  }

  /** Where the polygon's edges cross the height {@code y}, from left to right. */
  private int crossings(float[] xs, float[] ys, int n, float y) {
    int found = 0;
    for (int k = 0, before = n - 1; k < n; before = k++) {
      if (ys[k] > y != ys[before] > y) {
        float slope = (xs[before] - xs[k]) / (ys[before] - ys[k]);
        crossings[found++] = xs[k] + (y - ys[k]) * slope;
      }
    }
    Arrays.sort(crossings, 0, found);
    return found;
  }

  /** Adds one strip from {@code left} to {@code right} to the coverage of the current row. */
  private void cover(float left, float right) {
    float from = Math.max(0, left);
    float to = Math.min(width, right);
    for (int j = (int) from; j < to; j++) {
      coverage[j] += (Math.min(to, j + 1) - Math.max(from, j)) / STRIPS;
    }
  }

  /** Mixes {@code colour} into a pixel; {@code covered} is from 0 to 1. */
  void blend(int pixel, float colour, float covered) {
    pixels[pixel] += (colour - pixels[pixel]) * covered;
  }

  /**
   * How much of a pixel at (u, v) an ellipse around the origin covers, along its own axes; 0 to 1.
   */
  static float ellipseCoverage(float u, float v, float halfWidth, float halfHeight) {
    float a = u / halfWidth;
    float b = v / halfHeight;
    float level = a * a + b * b;
    if (level == 0) {
      return 1;
    }
    // Distance to first order: the value of the implicit equation over the length of its gradient.
    float slopeU = a / halfWidth;
    float slopeV = b / halfHeight;
    double gradient = 2 * Math.sqrt(slopeU * slopeU + slopeV * slopeV);
    return unit(0.5f - (float) ((level - 1) / gradient));
  }

  /** Clips to 0 to 1. */
  static float unit(float value) {
    return Math.min(1, Math.max(0, value));
  }

  private static int clamp(int index, int end) {
    return Math.min(end, Math.max(0, index));
  }
}
