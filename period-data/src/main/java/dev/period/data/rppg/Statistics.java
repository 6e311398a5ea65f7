package dev.period.data.rppg;

/** Mean and population standard deviation of a stretch of samples. */
final class Statistics {
  private Statistics() {}

  static double mean(double[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum / (to - from);
  }

  static double mean(double[] x) {
    return mean(x, 0, x.length);
  }

  static double deviation(double[] x) {
    double mean = mean(x);
    double squares = 0;
    for (double v : x) {
      squares += (v - mean) * (v - mean);
    }
    return Math.sqrt(squares / x.length);
  }

  /** {@code a / b}, or 0 where there is nothing to compare: a flat trace has no pulse. */
  static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
