package dev.period.infer.plot;

/** Viridis: equal steps look equal, also in grey and to colour-blind eyes. */
final class ColorMap {
  private static final int[] VIRIDIS = {
    0x440154, 0x481B6D, 0x46327E, 0x3F4788, 0x365C8D, 0x2E6E8E, 0x277F8E, 0x21918C, 0x1FA187,
    0x2DB27D, 0x4AC16D, 0x73D056, 0xA0DA39, 0xD0E11C, 0xFDE725
  };

  private ColorMap() {}

  /** The colour 0xRRGGBB of a value from 0 to 1; values beyond take the end's. */
  static int at(double value) {
    double position = Math.min(1, Math.max(0, value)) * (VIRIDIS.length - 1);
    int below = (int) Math.min(position, VIRIDIS.length - 2.0);
    double part = position - below;
    int color = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = VIRIDIS[below] >> shift & 0xff;
      int to = VIRIDIS[below + 1] >> shift & 0xff;
      color |= (int) Math.round(from + part * (to - from)) << shift;
    }
    return color;
  }
}
