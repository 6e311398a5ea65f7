package dev.period.core.nn;

/** Where the values of parameters come from: a checkpoint, or a fresh initialisation. */
@FunctionalInterface
public interface ParameterSource {
  /**
   * The values of one parameter, row-major.
   *
   * @throws dev.period.core.PeriodException when a checkpoint lacks it or has another shape
   */
  float[] values(String name, Init init, long[] shape);

  /** Fresh values, reproducible by seed and name alone. */
  static ParameterSource fresh(long seed) {
    return (name, init, shape) -> {
      long size = 1;
      for (long n : shape) {
        size = Math.multiplyExact(size, n);
      }
      long nameSeed = seed;
      for (int i = 0; i < name.length(); i++) {
        nameSeed = nameSeed * 0x9E3779B97F4A7C15L + name.charAt(i);
      }
      return init.values(Math.toIntExact(size), nameSeed);
    };
  }
}
