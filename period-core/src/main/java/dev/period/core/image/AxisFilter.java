package dev.period.core.image;

/**
 * How one axis is resized: output sample {@code i} mixes the {@code count[i]} source samples from
 * {@code first[i]}, with weights in fixed point.
 *
 * <p>This is Pillow's recipe, to the bit. The filter is widened by the scale when it shrinks, so
 * that it does not alias; weights are normalised in double precision and rounded to 22 fractional
 * bits.
 */
final class AxisFilter {
  static final int BITS = 22;

  private final int[] first;
  private final int[] count;
  private final int[] offset;
  private final int[] weights;

  private AxisFilter(int[] first, int[] count, int[] offset, int[] weights) {
    this.first = first;
    this.count = count;
    this.offset = offset;
    this.weights = weights;
  }

  /**
   * The filter for a window of the output.
   *
   * @param source samples of the source
   * @param whole samples of the whole output
   * @param from first output sample that is wanted
   * @param wanted how many
   */
  static AxisFilter of(Resampling filter, int source, long whole, long from, int wanted) {
    double scale = (double) source / whole;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    int[] first = new int[wanted];
    int[] count = new int[wanted];
    int[] offset = new int[wanted];
    int total = 0;
    for (int i = 0; i < wanted; i++) {
      double centre = (from + i + 0.5) * scale;
      first[i] = Math.max((int) (centre - support + 0.5), 0);
      count[i] = Math.min((int) (centre + support + 0.5), source) - first[i];
      offset[i] = total;
      total += count[i];
    }
    int[] weights = new int[total];
    for (int i = 0; i < wanted; i++) {
      double centre = (from + i + 0.5) * scale;
      double[] exact = new double[count[i]];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = filter.weight((k + first[i] - centre + 0.5) * (1 / stretch));
        sum += exact[k];
      }
      for (int k = 0; k < exact.length; k++) {
        double scaled = exact[k] / sum * (1 << BITS);
        weights[offset[i] + k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
      }
    }
    return new AxisFilter(first, count, offset, weights);
  }

  int first(int i) {
    return first[i];
  }

  /** Behind the last source sample that any output sample needs. */
  int end() {
    int last = first.length - 1;
    return first[last] + count[last];
  }

  /**
   * One output sample.
   *
   * @param at index in {@code bytes} of source sample 0
   * @param stride between source samples
   */
  byte sample(int i, byte[] bytes, int at, int stride) {
    int sum = 1 << (BITS - 1);
    int place = at + first[i] * stride;
    for (int k = 0; k < count[i]; k++) {
      sum += weights[offset[i] + k] * (bytes[place] & 0xff);
      place += stride;
    }
    return (byte) Math.min(Math.max(sum >> BITS, 0), 255);
  }
}
