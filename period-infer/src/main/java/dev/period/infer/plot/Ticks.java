package dev.period.infer.plot;

import java.util.Locale;

/**
 * Round positions on an axis.
 *
 * @param step between two of them
 * @param first the first of them, in steps from 0
 * @param count of them
 */
record Ticks(double step, int first, int count) {

  /** At most {@code most} + 1 ticks from 0 to {@code end}. */
  static Ticks upTo(double end, int most) {
    return between(0, end, most);
  }

  /**
   * At most {@code most} + 1 ticks from {@code start} to {@code end}, at steps of 1, 2 or 5 times a
   * power of 10.
   */
  static Ticks between(double start, double end, int most) {
    double length = end - start;
    double power = Math.pow(10, Math.floor(Math.log10(length / most)));
    double step = power;
    for (int factor : new int[] {1, 2, 5, 10}) {
      step = factor * power;
      if (length / step <= most) {
        break;
      }
    }
    int first = (int) Math.ceil(start / step - 1e-9);
    return new Ticks(step, first, (int) Math.floor(end / step + 1e-9) - first + 1);
  }

  double at(int index) {
    return (first + index) * step;
  }

  /** The position as short text: no more decimals than the step has. */
  String label(int index) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", at(index));
  }
}
