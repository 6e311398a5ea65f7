package dev.period.data.dsp;

/** Values between samples, on the straight line between their neighbours. */
public final class LinearInterpolation {
  private LinearInterpolation() {}

  /**
   * {@code signal} stretched or squeezed to {@code count} samples; the first and the last stay.
   *
   * @param count at least 1
   */
  public static double[] resample(double[] signal, int count) {
    if (signal.length == 0 || count < 1) {
      throw new IllegalArgumentException("cannot make %d of %d".formatted(count, signal.length));
    }
    double[] resampled = new double[count];
    double step = count == 1 ? 0 : (signal.length - 1) / (count - 1.0);
    for (int i = 0; i < count; i++) {
      resampled[i] = between(signal, i * step);
    }
    return resampled;
  }

  /** The value at {@code position}, in samples; the ends are held. */
  public static double between(double[] signal, double position) {
    int below = (int) Math.min(Math.max(position, 0), signal.length - 1.0);
    if (below == signal.length - 1) {
      return signal[below];
    }
    double fraction = position - below;
    return signal[below] + fraction * (signal[below + 1] - signal[below]);
  }

  /**
   * {@code signal} at other times; before the first and after the last time the ends are held.
   *
   * @param times of the samples, growing
   * @param wanted times, growing
   */
  public static double[] at(double[] times, double[] signal, double[] wanted) {
    if (times.length != signal.length || times.length == 0) {
      throw new IllegalArgumentException(
          "%d times of %d samples".formatted(times.length, signal.length));
    }
    double[] found = new double[wanted.length];
    int i = 0;
    for (int w = 0; w < wanted.length; w++) {
      while (i + 2 < times.length && times[i + 1] <= wanted[w]) {
        i++;
      }
      double span = times.length == 1 ? 0 : times[i + 1] - times[i];
      double fraction = span > 0 ? Math.min(Math.max((wanted[w] - times[i]) / span, 0), 1) : 0;
      double next = times.length == 1 ? signal[0] : signal[i + 1];
      found[w] = signal[i] + fraction * (next - signal[i]);
    }
    return found;
  }
}
