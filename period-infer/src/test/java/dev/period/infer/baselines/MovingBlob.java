package dev.period.infer.baselines;

import dev.period.core.periodicity.FrameFeatures;

/** A bright disc that goes round an ellipse on a graded background. */
final class MovingBlob {
  private MovingBlob() {}

  /**
   * Grey frames, shape [frames, 48, 48].
   *
   * @param halfHeight half the height of the ellipse in pixels; 0 for a swing from side to side
   * @param cycles rounds between {@code from} and {@code to}, both in frames; it rests outside
   */
  static byte[] clip(int frames, double cycles, double halfHeight, int from, int to) {
    int size = FrameFeatures.SIZE;
    byte[] grey = new byte[frames * size * size];
    for (int t = 0; t < frames; t++) {
      double done = Math.min(1, Math.max(0, (double) (t - from) / (to - from)));
      double phase = 2 * Math.PI * cycles * done;
      double x = 24 - 12 * Math.cos(phase);
      double y = 22 - halfHeight * Math.sin(phase);
      for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
          double distance = Math.hypot(column - x, row - y);
          double disc = 150 / (1 + Math.exp(2 * (distance - 6)));
          grey[(t * size + row) * size + column] = (byte) (40 + row / 2 + (int) disc);
        }
      }
    }
    return grey;
  }
}
