package dev.period.data.synthetic;

/**
 * How world coordinates appear on the canvas in one frame: a similarity transform. Mutable, so that
 * rendering a frame allocates nothing.
 */
final class View {
  private float cos = 1;
  private float sin;
  private float offsetX;
  private float offsetY;
  private float scale = 1;

  /** Turns and zooms about (centre, centre), then shifts by (dx, dy). */
  void set(float centre, float dx, float dy, float zoom, float angle) {
    scale = zoom;
    cos = (float) Math.cos(angle) * zoom;
    sin = (float) Math.sin(angle) * zoom;
    offsetX = centre + dx - (cos * centre - sin * centre);
    offsetY = centre + dy - (sin * centre + cos * centre);
  }

  /** The column of a point of the world. */
  float x(float x, float y) {
    return cos * x - sin * y + offsetX;
  }

  /** The row of a point of the world. */
  float y(float x, float y) {
    return sin * x + cos * y + offsetY;
  }

  /** How much larger lengths become. */
  float scale() {
    return scale;
  }

  /** The angle by which the world is turned, in radians. */
  float angle() {
    return (float) Math.atan2(sin, cos);
  }
}
