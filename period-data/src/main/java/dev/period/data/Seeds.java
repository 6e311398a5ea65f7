package dev.period.data;

/** Independent seeds for the parts of a data source, from one seed that the user gives. */
public final class Seeds {
  private Seeds() {}

  /**
   * The seed of one item. Items of neighbouring indices, streams or seeds share nothing: adding an
   * index to a seed instead would let the generators of two items overlap.
   *
   * @param seed given by the user
   * @param stream which part of the source asks, so that two parts do not draw the same numbers
   * @param index of the item
   */
  public static long of(long seed, long stream, long index) {
    return mix(mix(mix(seed) ^ stream) ^ index);
  }

  /** The finaliser of MurmurHash3 in Stafford's variant 13, as SplitMix64 uses it. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
