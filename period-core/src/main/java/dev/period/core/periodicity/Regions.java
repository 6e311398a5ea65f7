package dev.period.core.periodicity;

/**
 * Which values of a feature are neighbours in the picture, so that what moves in one place can be
 * told from what moves in another.
 */
@FunctionalInterface
public interface Regions {
  /** No places: all values belong together. For signals and words. */
  Regions ONE = values -> new int[][] {range(0, values)};

  /**
   * The regions of a feature.
   *
   * @param values how many values a frame has
   * @return the values of each region, by index
   */
  int[][] of(int values);

  /**
   * Squares of a square picture.
   *
   * @param across squares from left to right, a divisor of the picture's width in values
   */
  static Regions grid(int across) {
    return values -> {
      int side = (int) Math.round(Math.sqrt(values));
      if (side * side != values || side % across != 0) {
        throw new IllegalArgumentException(
            "%d values are no square picture of %d×%d regions".formatted(values, across, across));
      }
      int cell = side / across;
      int[][] regions = new int[across * across][cell * cell];
      for (int i = 0; i < values; i++) {
        int y = i / side;
        int x = i % side;
        regions[y / cell * across + x / cell][y % cell * cell + x % cell] = i;
      }
      return regions;
    };
  }

  /** Values that follow each other, {@code length} to a region; the last one may have fewer. */
  static Regions runs(int length) {
    return values -> {
      int[][] regions = new int[(values + length - 1) / length][];
      for (int r = 0; r < regions.length; r++) {
        regions[r] = range(r * length, Math.min(values, (r + 1) * length));
      }
      return regions;
    };
  }

  private static int[] range(int from, int to) {
    int[] range = new int[to - from];
    for (int i = 0; i < range.length; i++) {
      range[i] = from + i;
    }
    return range;
  }
}
