package dev.period.infer.plot;

import java.util.Locale;

/**
 * Round positions on an axis from 0.
 *
 * @param step between two of them
 * @param count of them, that at 0 included
 */
record Ticks(double step, int count) {

  /**
   * At most {@code most} + 1 ticks up to {@code end}, at steps of 1, 2 or 5 times a power of 10.
   */
  static Ticks upTo(double end, int most) {
    double power = Math.pow(10, Math.floor(Math.log10(end / most)));
    double step = power;
    for (int factor : new int[] {1, 2, 5, 10}) {
      step = factor * power;
      if (end / step <= most) {
        break;
      }
    }
    return new Ticks(step, (int) Math.floor(end / step + 1e-9) + 1);
  }

  double at(int index) {
    return index * step;
  }

  /** The position as short text: no more decimals than the step has. */
  String label(int index) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", at(index));
  }
}
