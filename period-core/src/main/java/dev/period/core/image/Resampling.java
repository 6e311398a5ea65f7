package dev.period.core.image;

/** Filters that resize an image, with Pillow's definitions and numbers. */
public enum Resampling {
  /** The triangle filter, Pillow's number 2. */
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      return x < 1 ? 1 - x : 0;
    }
  },
  /** Keys' cubic convolution with a = -0.5, Pillow's number 3. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Resampling(double support) {
    this.support = support;
  }

  /** Beyond this distance the weight is 0; in source pixels, or in output pixels when shrinking. */
  double support() {
    return support;
  }

  /** The weight of a sample at that distance. */
  abstract double weight(double distance);
}
